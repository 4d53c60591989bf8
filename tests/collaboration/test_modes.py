"""Modes of co-operation: who takes a matter up, directs it and decides about it differs, and each matter keeps its mode."""

from __future__ import annotations

import pytest

from concerto.collaboration.handoffs.handoff.actions import (
    accept,
    confirm,
    decide,
    deliver,
    dispute,
    offer,
    pass_on,
    return_,
)
from concerto.collaboration.handoffs.handoff.model import Handoff, Outcome, State
from concerto.collaboration.handoffs.handoff.readers import tell_the_other_side
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.kernel.access.actor import Actor, actor_for
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, customer_of, person_called
from tests.collaboration.handed import GIVER, RECEIVER, draft, now, type_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Person:
    """Whoever leads the receiving department: its other people report to them, and they to the boss."""
    department = person_called(RECEIVER).department
    boss = hired("boss", None)
    head = hired("head", department.pk, manager=boss.pk)
    for person in Person.everything.filter(department=department).exclude(pk=head.pk):
        edit(acting("admin"), named("person"), person.pk, {"manager": head.pk})
    edit(acting("admin"), named("person"), person_called(GIVER).pk, {"manager": boss.pk})
    return head


def hired(username: str, department: int | None, **more: object) -> Person:
    given = {"username": username, "name": username.capitalize(), "department": department, **more}
    person = create(acting("admin"), named("person"), given)
    assert isinstance(person, Person)
    return person


def as_(person: Person | str) -> Actor:
    found = actor_for((person_called(person) if isinstance(person, str) else person).pk, "page")
    assert found
    return found


def offered(mode: Mode) -> Handoff:
    handoff = draft(type_with(mode=mode))
    offer(acting(GIVER), handoff)
    return now(handoff)


def test_parallel_is_taken_up_by_whoever_receives_and_directed_by_nobody_else(head: Person) -> None:
    handoff = offered(Mode.PARALLEL)
    assert (handoff.mode, handoff.director_id) == (Mode.PARALLEL, None)
    accept(acting(RECEIVER), handoff)
    deliver(acting(RECEIVER), handoff)


def test_vertical_goes_through_the_head(head: Person) -> None:
    handoff = offered(Mode.VERTICAL)
    assert handoff.director_id == head.pk
    with pytest.raises(Forbidden, match="whoever directs it"):
        accept(acting(RECEIVER), handoff)
    accept(as_(head), handoff, receiver=person_called(RECEIVER))
    with pytest.raises(Forbidden):
        deliver(acting(RECEIVER), now(handoff))
    deliver(as_(head), now(handoff))


def test_in_a_matrix_the_owner_of_the_record_directs_as_well(head: Person) -> None:
    customer = customer_of("own")
    handoff = draft(type_with(mode=Mode.MATRIX), by="service", about=named("customer").code(customer.pk))
    offer(acting("service"), handoff)
    owner = as_(customer.owner)
    assert now(handoff).director_id == customer.owner_id
    accept(acting(RECEIVER), now(handoff))
    colleague = hired("colleague", person_called(RECEIVER).department_id)
    pass_on(owner, now(handoff), receiver=colleague)
    deliver(as_(colleague), now(handoff))
    confirm(owner, now(handoff))
    assert now(handoff).state == State.CONFIRMED


def test_who_leads_a_project_directs_it(head: Person) -> None:
    handoff = offered(Mode.PROJECT)
    accept(as_(head), handoff, receiver=person_called(RECEIVER))
    assert now(handoff).director_id == person_called(RECEIVER).pk
    with pytest.raises(Forbidden):
        deliver(as_(head), now(handoff))
    deliver(acting(RECEIVER), now(handoff))


def test_a_matter_keeps_the_mode_in_which_it_was_offered() -> None:
    handoff = offered(Mode.PARALLEL)
    edit(acting("admin"), named("handoff-type"), handoff.type_id, {"mode": Mode.MATRIX})
    assert now(handoff).mode == Turn.everything.get(handoff=handoff).mode == Mode.PARALLEL


@pytest.mark.parametrize(
    ("mode", "decider"),
    [(Mode.PARALLEL, "head"), (Mode.VERTICAL, "boss"), (Mode.MATRIX, "boss"), (Mode.PROJECT, "boss")],
)
def test_who_decides_a_dispute_differs_and_may_read_what_it_is_about(head: Person, mode: Mode, decider: str) -> None:
    handoff = offered(mode)
    return_(as_(head), handoff, reason="Not ours")
    dispute(acting(GIVER), now(handoff), reason="Whose else?")
    disputed = now(handoff)
    assert (disputed.state, disputed.decider_id) == (State.DISPUTED, person_called(decider).pk)
    assert visible_to(as_(decider), Handoff).filter(pk=handoff.pk).exists()
    with pytest.raises(Forbidden, match="decides about it"):
        decide(acting(GIVER), disputed, outcome=Outcome.DONE, reason="Because I say so")
    decide(as_(decider), disputed, outcome=Outcome.DONE, reason="It is theirs", receiver=person_called(RECEIVER))
    done = now(handoff)
    assert (done.state, done.receiver_id, done.reason) == (State.ACCEPTED, person_called(RECEIVER).pk, "It is theirs")
    turn = Turn.everything.get(handoff=handoff)
    assert (turn.decide_minutes, turn.finish_by) == (0, done.finish_by)


def test_what_was_decided_against_stays_returned(head: Person) -> None:
    handoff = offered(Mode.PARALLEL)
    return_(acting(RECEIVER), handoff, reason="Not ours")
    dispute(acting(GIVER), now(handoff), reason="Whose else?")
    with pytest.raises(Invalid):
        decide(as_(head), now(handoff), outcome=Outcome.RETURNED, reason=" ")
    decide(as_(head), now(handoff), outcome=Outcome.RETURNED, reason="Sales can do it")
    assert (now(handoff).state, now(handoff).reason) == (State.RETURNED, "Sales can do it")
    offer(acting(GIVER), now(handoff))
    assert now(handoff).decider_id is None


def test_without_anybody_above_a_dispute_is_refused_with_what_to_do() -> None:
    handoff = offered(Mode.VERTICAL)
    return_(acting("admin"), handoff, reason="Not ours")
    with pytest.raises(Refused, match="whom they report to"):
        dispute(acting(GIVER), now(handoff), reason="Whose else?")
    assert now(handoff).state == State.RETURNED


def test_what_a_mode_opens_ends_with_the_hand_off(head: Person) -> None:
    handoff = offered(Mode.VERTICAL)
    code = named("handoff").code(handoff.pk)
    assert Grant.everything.filter(reason=code, until=None).count() == 2  # the department, and who directs
    named("handoff").actions["withdraw"](acting(GIVER), handoff, reason="Solved itself")
    assert not Grant.everything.filter(reason=code, until=None).exists()


@pytest.mark.parametrize(("mode", "told"), [(Mode.PARALLEL, 1), (Mode.VERTICAL, 0)])
def test_up_the_line_an_offer_reaches_the_head_alone(head: Person, mode: Mode, told: int) -> None:
    handoff = offered(mode)
    tell_the_other_side(list(Entry.objects.filter(entity="handoff", record=handoff.pk)))
    known = Notice.objects.filter(kind="handoff-offered", record=handoff.pk)
    assert known.filter(person=head).count() == 1
    assert known.filter(person=person_called(RECEIVER)).count() == told
