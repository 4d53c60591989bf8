"""A mass change: every selected record ends in exactly one way, and the whole can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.batches import beginning
from concerto.kernel.batches.batch.model import Batch, Left, Status
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.jobs import carry_out
from concerto.kernel.batches.selection import Selection, foreseen, sound
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.running import running
from concerto.kernel.query.language import Unclear
from tests import cast
from tests.queries import Queries

CUSTOMER = named("customer")
ALL = Selection(filter="")
COUNTS = ("changed", "unchanged", "refused", "conflicts")
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Actor:
    return cast.acting("data")


def ends(batch: Batch) -> dict[str, int]:
    """The counts that are not zero; their sum must be what was selected."""
    batch.refresh_from_db()
    counts = {name: getattr(batch, name) for name in COUNTS}
    assert sum(counts.values()) == batch.total
    return {name: count for name, count in counts.items() if count}


def left(batch: Batch) -> dict[int, tuple[str, str]]:
    return {each.record: (each.why, each.detail) for each in Left.objects.filter(batch=batch)}


def ticked(*whose: str) -> Selection:
    return Selection(sound([cast.customer_of(each).pk for each in whose]))


def column(name: str) -> dict[int, Any]:
    return dict(Customer.everything.filter(trashed_at=None).values_list("pk", name))


def lines(batch: Batch) -> list[Entry]:
    return list(Entry.objects.filter(batch=batch.pk, door="bulk").order_by("id"))


def test_values_are_set_on_all_and_told_as_a_single_edit_tells_them(steward: Actor) -> None:
    tiers = column("tier")
    batch = begin(steward, CUSTOMER, "edit", {"tier": "B", "owner": "Rob Tanner"}, ALL)
    rival = cast.person_called("rival").pk
    assert ends(batch) == {"changed": len(tiers) - 1, "unchanged": 1}  # `other` is Rob's and B already
    assert set(column("tier").values()) == {"B"} and set(column("owner_id").values()) == {rival}
    own = cast.customer_of("own")
    told = next(line for line in lines(batch) if line.record == own.pk)
    assert told.changes == {"tier": ["A", "B"], "owner": [cast.person_called("sales").pk, rival]}
    assert (told.verb, told.topic_entity, told.topic, told.actor) == ("edit", "customer", own.pk, steward.person)
    assert (batch.name, batch.name_zh) == ("Tier: B · growing; Owner: Rob Tanner", "等级：B · 成长；负责人：Rob Tanner")


def test_what_a_record_is_found_and_sorted_by_follows(steward: Actor) -> None:
    begin(steward, CUSTOMER, "edit", {"city": "Xanadu", "form": "person"}, ticked("own", "team"))
    for whose in ("own", "team"):
        together = cast.customer_of(whose)
        kept = (together.sort_key, together.search)
        standard.edit(steward, CUSTOMER, together.pk, {"city": "", "form": "organisation"})
        standard.edit(steward, CUSTOMER, together.pk, {"city": "Xanadu", "form": "person"})
        alone = cast.customer_of(whose)
        assert kept == (alone.sort_key, alone.search)


def test_undo_puts_back_what_nobody_built_on_and_undoing_that_is_a_redo(steward: Actor) -> None:
    stages, flags = column("stage"), column("tier")
    batch = begin(steward, CUSTOMER, "edit", {"stage": "refer", "tier": "C"}, ALL)
    own = cast.customer_of("own")
    standard.edit(cast.acting("admin"), CUSTOMER, own.pk, {"stage": "nurture"})
    back = undo_batch(steward, batch)
    assert ends(back) == {"changed": len(stages) - 1, "conflicts": 1}
    assert left(back) == {own.pk: ("meanwhile", "Kept: Stage")}
    assert column("stage") == stages | {own.pk: "nurture"} and column("tier") == flags
    again = undo_batch(steward, back)
    assert ends(again) == {"changed": len(stages)}
    assert column("stage") == dict.fromkeys(stages, "refer") | {own.pk: "nurture"}
    assert set(column("tier").values()) == {"C"}


def test_a_batch_is_taken_back_once(steward: Actor) -> None:
    batch = begin(steward, CUSTOMER, "edit", {"stage": "refer"}, ALL)
    undo_batch(steward, batch)
    with pytest.raises(Invalid) as told:
        undo_batch(steward, batch)
    assert [str(problem) for problem in told.value.problems.values()] == [
        "This was taken back already, or is being taken back right now."
    ]


def test_deleted_together_restored_together(steward: Actor) -> None:
    admin = cast.acting("admin")
    before = column("version")
    batch = begin(admin, CUSTOMER, "delete", {}, ticked("own", "team"))
    assert ends(batch) == {"changed": 2} and len(column("version")) == len(before) - 2
    back = undo_batch(admin, batch)
    assert ends(back) == {"changed": 2} and column("version").keys() == before.keys()
    assert [line.verb for line in lines(back)] == ["restore", "restore"]
    again = undo_batch(admin, back)
    assert ends(again) == {"changed": 2}
    trash = begin(admin, CUSTOMER, "restore", {}, Selection(trashed=True))
    assert ends(trash) == {"changed": 3} and len(column("version")) == len(before) + 1


def test_what_may_not_be_touched_is_listed_with_the_reason() -> None:
    sales = cast.acting("sales")
    mine, mates, hidden, gone = (cast.customer_of(whose).pk for whose in ("own", "team", "other", "trashed"))
    selection = Selection(sound([mine, mates, hidden, gone, 10**15]))
    assert (
        foreseen(sales, CUSTOMER, Act.EDIT, selection).total,
        foreseen(sales, CUSTOMER, Act.EDIT, selection).allowed,
    ) == (5, 1)
    batch = begin(sales, CUSTOMER, "edit", {"city": "Wuxi"}, selection)
    assert ends(batch) == {"changed": 1, "refused": 4}
    unseen = dict.fromkeys((hidden, gone, 10**15), ("gone", ""))
    assert left(batch) == {mates: ("forbidden", "")} | unseen
    assert cast.customer_of("other").city == "Rotterdam"


def test_what_cannot_be_done_is_refused_before_anything_is_written(steward: Actor) -> None:
    before = Batch.everything.count()
    refused: list[tuple[Actor, str, dict[str, Any], Selection, type[Exception]]] = [
        (steward, "edit", {"name": ""}, ALL, Invalid),  # a required field emptied
        (steward, "edit", {"stage": "no such"}, ALL, Invalid),
        (steward, "edit", {"last_touch": "2026-01-01"}, ALL, Invalid),  # derived
        (steward, "edit", {}, ALL, Invalid),
        (steward, "explode", {}, ALL, Refused),
        (steward, "undo", {"batch": 1}, ALL, Refused),
        (steward, "edit", {"city": "x"}, Selection(filter="nonsense ="), Unclear),
        (cast.acting("marketing"), "edit", {"city": "x"}, Selection(filter="revenue > 5"), Unclear),  # a hidden field
        (cast.acting("marketing"), "edit", {"revenue": "5"}, ALL, Invalid),
        (cast.acting("legal"), "edit", {"city": "x"}, ALL, Forbidden),
        (cast.acting("marketing"), "delete", {}, ALL, Forbidden),
    ]
    for actor, verb, inputs, selection, kind in refused:
        with pytest.raises(kind):
            begin(actor, CUSTOMER, verb, inputs, selection)
    with pytest.raises(Invalid):
        sound([0])
    assert Batch.everything.count() == before


def test_a_value_that_is_wrong_for_some_is_refused_for_these_alone() -> None:
    admin, points = cast.acting("admin"), named("contact-point")
    for number, (medium, value) in enumerate(
        [("wechat", "lanternfish"), ("wechat", "13912345678"), ("wechat", "no phone!")]
    ):
        standard.create(
            admin,
            points,
            {"customer": cast.customer_of("nobody").pk, "medium": medium, "value": value, "note": f"n{number}"},
        )
    batch = begin(admin, points, "edit", {"medium": "mobile"}, Selection(filter='note ^= "n"'))
    assert ends(batch) == {"changed": 1, "refused": 2}
    assert {why for why, _detail in left(batch).values()} == {"invalid"}
    assert all(detail for _why, detail in left(batch).values())


def test_what_must_be_unique_is_given_to_one() -> None:
    admin, teams = cast.acting("admin"), named("team")
    batch = begin(admin, teams, "edit", {"name": "East"}, ALL)
    assert ends(batch) == {"changed": 1, "refused": 1}
    assert [detail for _why, detail in left(batch).values()] == ["There is a team of this name already."]


def test_a_tree_stays_a_tree(steward: Actor) -> None:
    group, part = cast.customer_of("group"), cast.customer_of("subsidiary")
    batch = begin(steward, CUSTOMER, "edit", {"parent": part.pk}, ticked("group", "own", "subsidiary"))
    assert ends(batch) == {"changed": 1, "refused": 2}
    assert set(left(batch)) == {group.pk, part.pk}


def test_pausing_and_cancelling_end_in_words(steward: Actor) -> None:
    from concerto.kernel.batches.batch import actions

    batch = begin(steward, CUSTOMER, "edit", {"stage": "refer"}, ALL)
    assert batch.status == Status.DONE
    for verb in (actions.pause, actions.resume, actions.cancel):
        with pytest.raises(Refused):
            verb(steward, batch)
    with pytest.raises(Refused):
        actions.undo(cast.acting("rival"), batch)  # somebody else's


def test_one_statement_for_many(steward: Actor) -> None:
    with Queries() as asked:
        begin(steward, CUSTOMER, "edit", {"stage": "refer"}, ALL)
    assert len(asked) <= 60
    assert connection.in_atomic_block


# -- who began it and went away is told -----------------------------------------------------------------------------
def told(person: int | None) -> list[tuple[str, str, int]]:
    return list(Notice.objects.filter(person_id=person).values_list("kind", "entity", "record"))


def left_to_a_worker(steward: Actor, monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.setattr(beginning, "SMALL", 0)
    return begin(steward, CUSTOMER, "edit", {"tier": "B"}, ALL)


def test_who_left_it_to_a_worker_sees_it_run_and_is_told_once_when_it_is_done(
    steward: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = left_to_a_worker(steward, monkeypatch)
    assert [run.address for run in running(steward)] == [f"/batches/{batch.pk}"]
    carry_out(batch.pk)
    carry_out(batch.pk)
    assert told(steward.person) == [("batch-finished", "batch", batch.pk)]
    assert running(steward) == []


def test_who_waited_on_the_page_is_told_nothing_more(steward: Actor) -> None:
    begin(steward, CUSTOMER, "edit", {"tier": "B"}, ALL)
    assert told(steward.person) == []
