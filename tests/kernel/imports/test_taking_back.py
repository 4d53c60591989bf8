"""An import taken back: what is new goes, what was changed returns, and what somebody has built since is kept and listed."""

from __future__ import annotations

import pytest

from concerto.customers.customer.model import Customer
from concerto.customers.note.model import Note
from concerto.kernel.access.actor import PAGE, Actor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.batches.batch.model import Batch, Left
from concerto.kernel.batches.beginning import undo_batch
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.imports.batch.actions import cancel, pause, resume, sign_off, take_back_
from concerto.kernel.imports.batch.model import Import, Status
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.running import run
from concerto.kernel.journal.model import Entry
from tests.kernel.imports.test_running import brought, called, ends

pytestmark = pytest.mark.django_db


def counts(batch: Batch) -> dict[str, int]:
    found = {name: getattr(batch, name) for name in ("changed", "unchanged", "refused", "conflicts")}
    assert sum(found.values()) == batch.total
    return {name: count for name, count in found.items() if count}


def again(batch: Import) -> Import:
    found = Import.everything.get(pk=batch.pk)
    assert isinstance(found, Import)
    return found


def test_new_records_go_and_changed_values_return_and_all_of_it_can_be_undone(steward: Actor) -> None:
    before = Customer.everything.get(name="Harbour Mills")
    batch = brought(steward, "name,city,employees,parent\nHarbour Mills,Bergen,77,\nFresh One,York,5,Harbour Mills\n")
    back = take_back_(steward, batch)
    assert counts(back) == {"changed": 2}
    after = Customer.everything.get(name="Harbour Mills")
    assert (after.city, after.employees, after.search) == (before.city, before.employees, before.search)
    assert Customer.everything.get(name="Fresh One").trashed_at is not None
    redone = undo_batch(steward, Batch.everything.get(pk=back.pk))
    assert counts(redone) == {"changed": 2}
    assert (called("Harbour Mills").city, called("Harbour Mills").employees, called("Fresh One").city) == (
        "Bergen",
        77,
        "York",
    )


def test_what_somebody_has_built_since_is_kept_and_listed(steward: Actor) -> None:
    batch = brought(
        steward, "name,city,industry\nHarbour Mills,Bergen,Milling\nTouched,York,\nNoted,York,\nUntouched,York,\n"
    )
    page = steward.at(PAGE)
    edit(page, named("customer"), called("Harbour Mills").pk, {"city": "Oslo"})
    edit(page, named("customer"), called("Touched").pk, {"city": "Oslo"})
    create(page, entity_of(Note), {"customer": called("Noted").pk, "body": "met them"})
    back = take_back_(steward, batch)
    assert counts(back) == {"changed": 1, "conflicts": 3}
    mills = called("Harbour Mills")
    assert (mills.city, mills.industry) == ("Oslo", Customer.everything.get(pk=mills.pk).industry)
    assert mills.industry != "Milling"
    kept = set(Left.objects.filter(batch=back).values_list("record", flat=True))
    assert kept == {called("Touched").pk, called("Noted").pk, mills.pk}
    assert Customer.everything.get(name="Untouched").trashed_at is not None


def test_it_is_taken_back_once_and_again_when_that_was_undone(steward: Actor) -> None:
    batch = brought(steward, "name\nOnly One\n")
    back = take_back_(steward, batch)
    with pytest.raises(Refused):
        take_back_(steward, again(batch))
    undo_batch(steward, Batch.everything.get(pk=back.pk))
    assert counts(take_back_(steward, again(batch))) == {"changed": 1}


def test_every_line_of_it_is_in_the_journal(steward: Actor) -> None:
    batch = brought(steward, "name,city\nHarbour Mills,Bergen\nFresh One,York\n")
    back = take_back_(steward, batch)
    lines = Entry.objects.filter(batch=back.pk, door="bulk", entity="customer")
    assert sorted(lines.values_list("verb", flat=True)) == ["delete", "undo"]
    assert lines.get(verb="undo").changes == {"city": ["Bergen", "Rotterdam"]}


def test_paused_it_stays_and_resumed_it_goes_on_and_cancelled_it_ends(steward: Actor) -> None:
    import io

    batch = take(steward, named("customer"), "x.csv", io.BytesIO(b"name,parent\nLower One,Upper One\nUpper One,\n"))
    with pytest.raises(Refused):
        pause(steward, batch)
    agree(steward, batch, batch.mapping)
    pause(steward, batch)
    assert (run(steward, again(batch)).rows, again(batch).status) == (0, Status.PAUSED)
    resume(steward, again(batch))
    assert ends(run(steward, again(batch))) == {"created": 2}
    with pytest.raises(Refused):
        cancel(steward, again(batch))
    sign_off(steward, again(batch))
    assert again(batch).signed_by_id == steward.person
    with pytest.raises(Refused):
        sign_off(steward, again(batch))


def test_sums_of_the_file_stand_beside_sums_of_what_is_kept(steward: Actor) -> None:
    batch = brought(steward, "name,revenue,employees\nA One,1200.50,3\nA Two,0.25,4\nBad,many,5\n")
    assert batch.verified["sums"] == {"revenue": "1200.75", "employees": "7"}
    assert batch.verified["kept"] == {"revenue": "1200.75", "employees": "7"}
    assert [each["line"] for each in batch.verified["samples"]] == [2, 3]
