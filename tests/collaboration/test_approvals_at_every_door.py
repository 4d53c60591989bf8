"""Whatever the noun, the verb and the door: what a rule holds is not done, and never half of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from concerto.collaboration.approvals.approval.actions import approve
from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT, SYSTEM, Actor
from concerto.kernel.actions import gates, standard
from concerto.kernel.actions.gates import Asked, Held, NeedsApproval, Waiting
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches.batch.model import Left
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.selection import Selection, sound
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.imports import running
from concerto.kernel.imports.batch.model import Rejection
from concerto.kernel.imports.beginning import agree, take
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, client_of, customer_of, person_called
from tests.collaboration.approved import now, rule_with
from tests.contracts.making import CREATED_BY_HAND, MADE_OTHERWISE, made, minimal

pytestmark = pytest.mark.django_db


class Everything:
    """A gate that holds every write, and has seen which verbs came by."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def held(
        self, actor: Actor, entity: Entity, does: str, ids: Collection[int], fields: Collection[str]
    ) -> Held | None:
        self.seen.add((entity.id, does))
        return Held(entity, min(ids), (), "Everything", {})

    def ask(self, actor: Actor, asked: Asked, held: Held) -> Waiting:
        raise AssertionError("nobody asks here")


@contextmanager
def everything_held() -> Iterator[Everything]:
    before, gate = gates._gates[:], Everything()
    gates._gates[:] = [gate]
    try:
        yield gate
    finally:
        gates._gates[:] = before


def test_no_noun_is_written_past_the_gate() -> None:
    """Creating, and what is done to a record: of every noun that a person makes by hand."""
    admin, past = acting("admin"), []
    for noun in sorted(CREATED_BY_HAND):
        entity, record, given = named(noun), made(noun), minimal(noun)
        with everything_held():
            past += [(noun, "create")] if not _held(lambda: standard.create(admin, entity, given)) else []  # noqa: B023
            deletes = any(rule.scope(standard.Act.DELETE).value != "none" for rule in entity.access)
            if deletes and not _held(lambda: standard.delete(admin, entity, record.pk)):  # noqa: B023
                past.append((noun, "delete"))
        assert entity.model.everything.filter(pk=record.pk, trashed_at=None).exists(), noun
    assert past == []


def test_no_verb_is_done_past_the_gate() -> None:
    """Of every verb of every noun that asks for nothing and fits a new record: done by the system it is done, by a person it is held."""
    tried = []
    for entity in entities():
        for verb, action in entity.actions.items():
            if any(parameter.default is parameter.empty for parameter in action.inputs.values()):
                continue
            if entity.id not in CREATED_BY_HAND | MADE_OTHERWISE.keys():
                continue
            record = made(entity.id)
            with everything_held() as gate:
                try:
                    action(acting("admin"), record)
                except NeedsApproval:
                    tried.append((entity.id, verb))
                except Refused:
                    continue
                else:
                    raise AssertionError(f"{entity.id}.{verb} was done")
                assert gate.seen
    assert len(tried) > 10


def _held(do: Any) -> bool:
    try:
        do()
    except NeedsApproval:
        return True
    return False


# -- the doors ------------------------------------------------------------------------------------------------------
HELD: Mapping[str, Any] = {"noun": "customer", "does": "edit", "filter": "city = Leeds", "name": "Moves to Leeds"}


@pytest.fixture
def own() -> Customer:
    rule_with(**HELD)
    return customer_of("own")


def city(customer: Customer) -> str:
    return Customer.everything.values_list("city", flat=True).get(pk=customer.pk)


def kept() -> QuerySet[Approval]:
    """Beside those that the cast has, which nothing was given for."""
    return Approval.everything.exclude(given="")


def waiting() -> Approval:
    return kept().get(state=State.ASKED)


def test_by_the_form_and_by_the_cell(own: Customer) -> None:
    client = client_of("sales")
    answer = client.post(f"/customers/{own.pk}/edit", {"city": "Leeds", "shown-city": own.city})
    assert (answer.status_code, answer["Location"], city(own)) == (302, f"/customers/{own.pk}", own.city)
    named_by = named("approval").code(waiting().pk)
    assert named_by in client.get(f"/customers/{own.pk}").content.decode()
    here = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver/customers/{own.pk}"}
    answer = client.post(f"/customers/{own.pk}/fields/city", {"city": "Leeds"}, **here)  # type: ignore[arg-type]
    assert (answer["HX-Refresh"], city(own)) == ("true", own.city)
    assert kept().count() == 1


def test_by_the_api_one_by_one_and_many_at_once(own: Customer) -> None:
    client = client_of("sales")
    answer = sent(client, "patch", f"/api/v1/customers/{own.pk}", {"city": "Leeds"})
    told = answer.json()
    code = named("approval").code(waiting().pk)
    assert (answer.status_code, told["title"], told["approval"]["code"], city(own)) == (
        409,
        "needs-approval",
        code,
        own.city,
    )
    items = [
        {"do": "edit", "id": own.pk, "values": {"city": "Leeds"}},
        {"do": "edit", "id": own.pk, "values": {"city": "York"}},
    ]
    told = sent(client, "post", "/api/v1/customers/bulk", {"items": items, "atomic": False}).json()
    assert [item["status"] for item in told["items"]] == [409, 200]
    assert (city(own), kept().count()) == ("York", 1)
    assert sent(client, "post", "/api/v1/customers/bulk", {"items": items[:1]}).status_code == 422


def test_many_at_once_leaves_those_that_are_held(own: Customer) -> None:
    rule_with(noun="customer", does="delete", filter="revenue > 100000", name="Large ones stay")
    person = customer_of("person")
    chosen = Selection(sound([own.pk, person.pk]))
    batch = begin(acting("admin"), named("customer"), "edit", {"city": "Leeds"}, chosen)
    left = Left.objects.filter(batch=batch).values_list("record", "detail")
    assert {record for record, _detail in left} == {own.pk, person.pk}
    assert all("Moves to Leeds" in detail for _record, detail in left)
    batch = begin(acting("admin"), named("customer"), "delete", {}, chosen)
    assert set(Left.objects.filter(batch=batch).values_list("record", flat=True)) == {own.pk}
    assert not kept().exists()


def test_rows_of_a_file(own: Customer, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    rule_with(noun="customer", does="create", filter="revenue > 100000", name="Large ones")
    file = BytesIO(b"name,city,revenue\nSmall Works,York,1000\nLarge Works,York,900000\n")
    brought = take(acting("data", IMPORT), named("customer"), "customers.csv", file)
    agree(acting("data", IMPORT), brought, brought.mapping, "update")
    running.run(acting("data", IMPORT), brought)
    assert Customer.everything.filter(name="Small Works").exists()
    assert not Customer.everything.filter(name="Large Works").exists()
    assert ["Large ones" in str(each.reason) for each in Rejection.objects.filter(batch=brought)] == [True]


def test_merging_is_refused(own: Customer) -> None:
    rule_with(noun="customer", does="delete", name="Nobody goes")
    with pytest.raises(NeedsApproval) as needed:
        merge(acting("admin"), named("customer"), own.pk, customer_of("person").pk)
    assert needed.value.asked is None


def test_a_record_that_is_not_there_yet(own: Customer) -> None:
    rule_with(noun="customer", does="create", name="New ones")
    client = client_of("sales")
    answer = client.post("/customers/new", {"name": "Brand New Ltd", "city": "York"})
    approval = waiting()
    assert answer["Location"] == f"/approvals/{approval.pk}"
    shown = client_of("executive").get(f"/approvals/{approval.pk}").content.decode()
    assert "Brand New Ltd" in shown and "York" in shown
    approve(acting("executive"), approval)
    made_one = Customer.everything.get(name="Brand New Ltd")
    assert (made_one.owner_id, now(approval).result) == (person_called("sales").pk, named("customer").code(made_one.pk))


def test_what_somebody_may_not_read_they_are_not_told_when_they_decide() -> None:
    """Product managers see the amount of a deal dotted out, service agents do not know of it."""
    deal = made("opportunity", customer=customer_of("own").pk, amount="123456")
    standard.edit(SYSTEM, named("opportunity"), deal.pk, {"owner": person_called("sales").pk})
    rule_with(
        {"role": "product", "person": "service", "mode": "all"}, noun="opportunity", name="Amounts", field="amount"
    )
    assert (
        sent(client_of("sales"), "patch", f"/api/v1/opportunities/{deal.pk}", {"amount": "777888"}).status_code == 409
    )
    approval = waiting()
    pages = {
        who: client_of(who).get(f"/approvals/{approval.pk}").content.decode() for who in ("sales", "product", "service")
    }
    assert "777,888" in pages["sales"]
    assert "777,888" not in pages["product"] and "•••" in pages["product"]
    assert "777,888" not in pages["service"]
    told = client_of("product").get(f"/api/v1/approvals/{approval.pk}").content.decode()
    assert "777888" not in told
    assert Opportunity.everything.get(pk=deal.pk).amount == 123456


def test_the_page_of_what_waits(own: Customer) -> None:
    assert client_of("newcomer").get("/approvals/waiting").status_code == 200
    sent(client_of("sales"), "patch", f"/api/v1/customers/{own.pk}", {"city": "Leeds"})
    shown = client_of("executive").get("/approvals/waiting").content.decode()
    assert f"/approvals/{waiting().pk}/actions/approve" in shown
    answer = client_of("executive").post(f"/approvals/{waiting().pk}/actions/approve")
    assert (answer.status_code, city(own)) == (302, "Leeds")


def sent(client: Client, method: str, address: str, body: Any) -> Any:
    return getattr(client, method)(address, body, content_type="application/json")
