"""One department's shortfall asks for the other's agreed help: at the threshold and past it, once, and again only after it ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.collaboration.handoffs.handoff.readers import tell_the_other_side
from concerto.collaboration.handoffs.turn.model import Answer, Kept, Turn
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.linkages import asking, watching
from concerto.collaboration.linkages.figures import Measured, behind, measured
from concerto.collaboration.linkages.linkage.model import Figure, Linkage
from concerto.collaboration.linkages.linkage.panels import _standing
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.collaboration.linkages.watching import look
from concerto.collaboration.sides import head_of, people_of
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.actor import Limits
from concerto.kernel.access.department.model import Department
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.readers import tell as tell_people
from tests.cast import acting, client_of, customer_of, person_called, worked_out
from tests.collaboration.test_approvals_at_once import at_once
from tests.queries import Queries

SHORT, HELPS = "Operations", "Commerce"
_numbers = count(100)


def department(name: str) -> int:
    return int(Department.everything.get(name=name).pk)


def rule(figure: Figure = Figure.KEPT, threshold: Any = 50, **more: Any) -> Linkage:
    """An agreement that Commerce helps Operations; what the cast was handed is out of the way."""
    Turn.everything.all().delete()
    agreed = {"name": "Hands for Operations", "department": department(SHORT), "helps": department(HELPS)}
    values = {**agreed, "figure": figure, "threshold": threshold, "help": "Two colleagues for a week", **more}
    kept = create(acting("executive"), named("linkage"), values)
    assert isinstance(kept, Linkage)
    return kept


def handed(number: int, *, to: str = SHORT, state: State = State.DELIVERED, days: int = 5, **told: Any) -> None:
    """So many hand-offs that were offered so many days ago, to be accepted the day after."""
    then, type = timezone.now() - timedelta(days=days), HandoffType.everything.order_by("pk")[0]
    sides = {"giving_id": department("Field"), "receiving_id": department(to), "type": type}
    promised = {"offered_at": then, "accept_by": then + timedelta(days=1), **sides}
    accepted = {
        "accepted_at": then,
        "finish_by": timezone.now() + timedelta(days=9),
        "receiver": person_called("rnd"),
        "delivered_at": then,
    }
    for _each in range(number):
        more = {} if state == State.OFFERED else accepted
        subject = named("customer").code(customer_of("own").pk)
        handoff = Handoff(title=f"Matter {next(_numbers)}", subject=subject, state=state, turn=1, **promised, **more)
        worked_out(handoff)
        known = {"answered_at": then, "answer": Answer.ACCEPTED} if state != State.OFFERED else {}
        worked_out(Turn(handoff=handoff, number=1, **{**promised, **known, **told}))


def kept(number: int, **more: Any) -> None:
    handed(number, accept_kept=Kept.KEPT, **more)


def broken(number: int, **more: Any) -> None:
    handed(number, accept_kept=Kept.BROKEN, **more)


def figure(rule: Linkage) -> Measured:
    now = timezone.now()
    return measured([rule], [now])[rule.pk, now]


def shortfalls(rule: Linkage) -> list[tuple[Decimal | None, Decimal | None, bool]]:
    """First and worst figure of each, and whether it is open, in order."""
    rows = Shortfall.everything.filter(linkage=rule).order_by("pk")
    return [(each.first, each.worst, each.ended_at is None) for each in rows]


def told(kind: str, asked: Task | Handoff) -> list[int]:
    """Who is told that way that help is asked for."""
    noun = entity_of(asked).id
    lines = list(Entry.objects.filter(entity=noun, record=asked.pk).order_by("id"))
    tell_the_other_side(lines)
    tell_people(lines)
    rows = Notice.objects.filter(kind=kind, entity=noun, record=asked.pk)
    return sorted(rows.values_list("person", flat=True))


def tasks(rule: Linkage) -> list[Task]:
    return list(Task.everything.filter(subject=entity_of(rule).code(rule.pk)).order_by("pk"))


def listed(rule: Linkage, who: str = "admin") -> int:
    """How many rows the list behind its figure shows."""
    noun = "handoffs" if rule.figure == Figure.OVERDUE else "turns"
    return len(set(re.findall(rf'href="/{noun}/(\d+)"', client_of(who).get(behind(rule)).content.decode())))


AT_AND_PAST: Sequence[tuple[Figure, str, Callable[[], None], Callable[[], None], str]] = (
    (Figure.KEPT, "50", lambda: (kept(2), broken(2)), lambda: broken(1), "40"),
    (Figure.OVERDUE, "2", lambda: handed(2, state=State.OFFERED), lambda: handed(1, state=State.OFFERED), "3"),
    (Figure.RETURNED, "50", lambda: (handed(2), handed(2, answer=Answer.RETURNED)), lambda: handed(1, answer=Answer.RETURNED), "60"),
    (Figure.HOURS, "4", lambda: (handed(2, accept_minutes=240), handed(1, accept_minutes=9999)), lambda: handed(1, accept_minutes=252), "4.1"),
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("of", "threshold", "at", "past", "first"), AT_AND_PAST)
def test_at_the_threshold_nothing_happens_and_past_it_help_is_asked_for(
    of: Figure, threshold: str, at: Callable[[], None], past: Callable[[], None], first: str
) -> None:
    agreed = rule(of, threshold)
    at()
    assert figure(agreed).value == Decimal(threshold)
    look()
    assert (shortfalls(agreed), tasks(agreed)) == ([], [])
    past()
    look()
    value = Decimal(first)
    assert shortfalls(agreed) == [(value, value, True)]
    [asked] = tasks(agreed)
    assert (asked.assignee_id, asked.department_id, asked.giver_id) == (
        head_of(department(HELPS)), None, person_called("executive").pk,
    )  # fmt: skip
    assert agreed.help in asked.about and "Operations" in asked.about and str(value) in asked.about
    assert Shortfall.everything.get(linkage=agreed).task_id == asked.pk
    assert listed(agreed) == figure(agreed).matters
    assert told("assigned", asked) == [asked.assignee_id]


@pytest.mark.django_db
def test_the_list_behind_a_figure_is_what_it_is_over() -> None:
    for of in Figure:
        agreed = rule(of)
        handed(3, accept_minutes=60)
        handed(2, state=State.OFFERED)
        handed(1, days=40)
        handed(4, to="Field")
        matters = {Figure.KEPT: 5, Figure.OVERDUE: 2, Figure.RETURNED: 5, Figure.HOURS: 3}[of]
        assert (of, figure(agreed).matters, listed(agreed)) == (of, matters, matters)
        Handoff.everything.filter(state=State.OFFERED).update(trashed_at=timezone.now())


@pytest.mark.django_db
def test_too_few_matters_say_nothing_and_leave_what_is_open_as_it_is() -> None:
    agreed = rule()
    broken(2)
    assert figure(agreed) == Measured(2, None)
    look()
    assert shortfalls(agreed) == []
    broken(1)
    look()
    Turn.everything.filter(pk__in=Turn.everything.order_by("pk").values("pk")[:1]).delete()
    look()
    assert shortfalls(agreed) == [(0, 0, True)]
    assert figure(rule(Figure.OVERDUE, 0)) == Measured(0, Decimal(0))


@pytest.mark.django_db
def test_it_gets_worse_ends_and_begins_anew() -> None:
    agreed = rule()
    kept(1), broken(3)
    look()
    broken(1)
    look()
    look()
    assert shortfalls(agreed) == [(25, 20, True)]
    kept(5)
    look()
    assert shortfalls(agreed) == [(25, 20, False)]
    assert len(tasks(agreed)) == 1
    over = Notice.objects.filter(
        kind="shortfall-over", entity="shortfall", record=Shortfall.everything.get(linkage=agreed).pk
    )
    heads = {head_of(agreed.department_id), head_of(agreed.helps_id)}
    assert set(over.values_list("person", flat=True)) == {agreed.owner_id, *heads, tasks(agreed)[0].assignee_id} - {
        None
    }
    look()
    assert over.count() == len({agreed.owner_id, *heads, tasks(agreed)[0].assignee_id} - {None})
    broken(9)
    look()
    assert [open for _first, _worst, open in shortfalls(agreed)] == [False, True]
    assert len(tasks(agreed)) == 2


@pytest.mark.django_db
def test_after_downtime_help_is_asked_for_once() -> None:
    """Nobody looked for weeks: what had passed meanwhile is one shortfall, and one that began before goes on."""
    agreed = rule()
    broken(3, days=20)
    look()
    look()
    Shortfall.everything.update(began_at=timezone.now() - timedelta(days=60))
    broken(3)
    look()
    assert (len(shortfalls(agreed)), len(tasks(agreed))) == (1, 1)


@pytest.mark.django_db
def test_after_a_crash_between_it_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed, other = rule(), rule(name="Hands as well")
    broken(3)

    def crash(*_given: Any) -> str:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "_name", crash)  # the task is there, the shortfall is not
        look()
    assert (shortfalls(agreed), tasks(agreed), tasks(other)) == ([], [], [])
    look()
    look()
    assert (len(shortfalls(agreed)), len(tasks(agreed)), len(tasks(other))) == (1, 1, 1)


@pytest.mark.django_db
def test_one_that_fails_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = rule(), rule(name="Hands as well")
    broken(3)
    told = asking.sentence
    monkeypatch.setattr(asking, "sentence", lambda rule, value: 1 / 0 if rule.pk == bad.pk else told(rule, value))
    look()
    assert (len(tasks(bad)), len(tasks(good))) == (0, 1)


def test_two_at_once_ask_once(committed: object) -> None:
    agreed = rule()
    broken(3)
    assert at_once([look] * 4) == [True] * 4
    assert (len(shortfalls(agreed)), len(tasks(agreed))) == (1, 1)


@pytest.mark.django_db
def test_the_database_itself_keeps_a_second_open_one_out() -> None:
    agreed = rule()
    broken(3)
    look()
    again = Shortfall(linkage=agreed, department=agreed.department, name="Again", began_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        worked_out(again)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["off", "trash", "other figure", "other department"])
def test_a_rule_that_rests_or_is_another_ends_its_shortfall(how: str) -> None:
    agreed = rule()
    broken(3)
    look()
    match how:
        case "off":
            edit(acting("executive"), named("linkage"), agreed.pk, {"active": "no"})
        case "trash":
            delete(acting("executive"), named("linkage"), agreed.pk)
        case "other figure":
            edit(acting("executive"), named("linkage"), agreed.pk, {"figure": "hours"})
        case _:
            edit(acting("executive"), named("linkage"), agreed.pk, {"department": department("Field")})
    look()
    look()
    assert (shortfalls(agreed), len(tasks(agreed))) == ([(0, 0, False)], 1)


@pytest.mark.django_db
def test_help_is_asked_for_by_a_hand_off_of_the_agreed_type() -> None:
    type = create(acting("admin"), named("handoff-type"), {"name": "Lend a hand", "receiver": "sales"})
    agreed = rule(type=type.pk)
    broken(3)
    look()
    asked = Handoff.everything.get(type=type.pk)
    assert (asked.state, asked.giving_id, asked.receiving_id) == (State.OFFERED, department(SHORT), department(HELPS))
    assert (asked.subject, Shortfall.everything.get(linkage=agreed).handoff_id) == (f"LK-{agreed.pk:05d}", asked.pk)
    assert tasks(agreed) == []
    assert told("handoff-offered", asked) == sorted(people_of(department(HELPS)))


@pytest.mark.django_db
def test_a_type_that_suits_no_more_is_replaced_by_a_task() -> None:
    type = create(acting("admin"), named("handoff-type"), {"name": "Lend a hand", "receiver": "sales"})
    agreed = rule(type=type.pk)
    edit(acting("admin"), named("handoff-type"), type.pk, {"noun": "customer"})
    edit(
        acting("executive"), named("linkage"), agreed.pk, {"threshold": "60"}
    )  # which the type does not stand in the way of
    broken(3)
    look()
    assert len(tasks(agreed)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"helps": SHORT}, {"threshold": "101"}, {"threshold": "-1"}, {"threshold": "NaN"}, {"threshold": "1e99"},
        {"threshold": ""}, {"threshold": "70; drop"}, {"figure": "overdue", "threshold": "1001"}, {"figure": "mood"},
        {"days": "6"}, {"days": "91"}, {"days": "7.5"}, {"help": ""}, {"type": "Clearing up"},
    ],
)  # fmt: skip
def test_hostile_values_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        rule(**values)


@pytest.mark.django_db
def test_what_the_database_refuses_whoever_writes() -> None:
    agreed = rule()
    for wrong in ({"helps": agreed.department_id}, {"threshold": 101}, {"days": 0}, {"days": 91}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Linkage.everything.filter(pk=agreed.pk).update(**wrong)


@pytest.mark.django_db
def test_everybody_reads_agreements_and_few_write_them() -> None:
    agreed = rule()
    for who in ("sales", "service-lead", "newcomer"):
        assert client_of(who).get(f"/linkages/{agreed.pk}").status_code == 200, who
        with pytest.raises(Forbidden):
            edit(acting(who), named("linkage"), agreed.pk, {"threshold": "1"})
        with pytest.raises(Forbidden):
            create(acting(who), named("linkage"), {"name": "Mine"})


@pytest.mark.django_db
def test_the_figure_is_told_to_whoever_may_read_measures_and_the_rows_to_whoever_may_see_them() -> None:
    agreed = rule()
    kept(3, days=40)  # before the figure of today, but within its course
    kept(1), broken(3)
    look()
    page = client_of("admin").get(f"/linkages/{agreed.pk}").content.decode()
    assert "25 %" in page and re.search(r"Matter \d", page) is None and "standing-course" in page
    assert "25 %" in client_of("rival").get(f"/linkages/{agreed.pk}").content.decode()
    assert (listed(agreed), listed(agreed, "rival")) == (4, 0)  # they are about a customer of somebody else
    limited = replace(acting("sales"), limits=Limits(frozenset(Act), frozenset({"linkage"})))
    assert (_standing(limited, agreed).now, _standing(limited, agreed).open) == ("", None)


@pytest.mark.django_db
def test_the_ledger_says_where_departments_help_each_other() -> None:
    agreed = rule()
    assert "Helping each other" not in client_of("admin").get("/handoffs/ledger").content.decode()
    broken(3)
    look()
    page = client_of("admin").get("/handoffs/ledger").content.decode()
    assert "Helping each other" in page
    assert f"/shortfalls/{Shortfall.everything.get(linkage=agreed).pk}" in page


@pytest.mark.django_db
def test_a_look_asks_the_same_however_many_rules_there_are() -> None:
    def asked() -> int:
        with Queries() as queries:
            look()
        return len(queries)

    rule()
    kept(3)
    few = asked()
    for _each in range(5):
        Linkage.everything.create(
            name="More", department_id=department(SHORT), helps_id=department(HELPS), help="x",
            created_at=timezone.now(), updated_at=timezone.now(),
        )  # fmt: skip
    assert asked() == few <= 4
