"""Two people decide about the same suggestion at once; a rule goes while a file comes in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.actions import standard
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.repairing.model import Repair
from concerto.kernel.batches.repairing.work import REPAIR
from concerto.kernel.batches.selection import Selection
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.shapes import begin as work_with
from concerto.kernel.entity.shapes import current
from concerto.kernel.imports import running, slices
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.journal.model import Entry
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.quality.suggesting import suggest
from tests.cast import acting, made

CUSTOMER = named("customer")


@pytest.fixture(autouse=True)
def shapes() -> Iterator[None]:
    before = current()
    yield
    work_with(before)


def test_two_stewards_who_accept_the_same_repair_it_once(committed: Address) -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Wide", "city": "Ｗｕｘｉ"})
    made(acting("admin"), "cleaning-rule", {"name": "Half width", "field": "city", "kind": "width"})
    refresh()
    suggest(CUSTOMER)
    repair = Repair.objects.get(record=found.pk)
    ready = Barrier(2, timeout=10)

    def accept(who: str) -> int:
        try:
            actor = acting(who)
            ready.wait()
            return begin(actor, CUSTOMER, REPAIR, {"repairs": [repair.pk]}, Selection(ids=(found.pk,))).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as stewards:
        batches = list(stewards.map(accept, ("admin", "data")))
    counts = sorted(Batch.everything.filter(pk__in=batches).values_list("changed", "unchanged"))
    assert counts == [(0, 1), (1, 0)]
    assert Entry.objects.filter(entity="customer", record=found.pk, verb="edit").count() == 1


@pytest.mark.django_db
def test_a_rule_that_goes_while_a_file_comes_in_leaves_every_row_with_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = made(acting("admin"), "cleaning-rule", {"name": "Loud", "field": "city", "kind": "upper"})
    refresh()
    monkeypatch.setattr(slices, "SLICE", 2)
    lines = "".join(f"Loud {n},suzhou\n" for n in range(6))
    batch = take(acting("admin").at(IMPORT), CUSTOMER, "loud.csv", BytesIO(f"Name,City\n{lines}".encode()))
    agree(acting("admin").at(IMPORT), batch, {"Name": "name", "City": "city"})

    def gone(*_told: object) -> None:
        standard.delete(acting("admin"), named("cleaning-rule"), rule.pk)

    told = iter([gone])
    running.run(acting("admin").at(IMPORT), batch, tell=lambda _batch: next(told, lambda: None)())
    batch.refresh_from_db()
    assert (batch.rows, batch.created, batch.rejected) == (6, 6, 0)
    cities = Customer.everything.filter(name__startswith="Loud").values_list("city", flat=True)
    assert {city.lower() for city in cities} == {"suzhou"}
    assert "SUZHOU" in cities
