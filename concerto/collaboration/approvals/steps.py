"""The steps of an approval: whom each asks, until when, and what its end leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approvers import Stage, still_there
from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.work.standing_in import away
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import add, change
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork

KIND = "approval.deadline"
SAID = (Answer.APPROVED, Answer.REFUSED, Answer.RETURNED)  # what only somebody can say


def stage_of(approval: Approval, step: int | None = None) -> Stage:
    return Stage.of(approval.stages[(step or approval.step or 1) - 1])


def waiting_for(approval: Approval) -> list[Verdict]:
    """Who is still to say something on the step it is on; asked once for a record that was read."""
    known = vars(approval)
    if "waiting" not in known:
        rows = Verdict.everything.filter(
            approval=approval, step=approval.step or 1, answer=Answer.WAITING, trashed_at=None
        )
        known["waiting"] = list(rows.defer("search").order_by("pk"))
    found: list[Verdict] = known["waiting"]
    return found


def begin_step(actor: Actor, approval: Approval, stage: Stage, now: datetime) -> None:
    """Ask whoever the step names; the time to decide runs from now."""
    by = due(approval.asked_by_id, now, stage.hours)
    change(actor, approval, decide_by=by)
    for person in still_there(stage, approval.asked_by_id):
        ask_one(actor, approval, person, by)
    set_deadline(approval, by)


def ask_one(actor: Actor, approval: Approval, person: int, by: datetime | None, instead_of: int | None = None) -> None:
    from concerto.collaboration.approvals.asking import open_to  # which begins steps itself

    open_to(approval, [person, away(timezone.now()).stand_in_of(person)])
    asked = Verdict(
        title=approval.title, approval=approval, step=approval.step, person_id=person, instead_of_id=instead_of
    )
    asked.decide_by = by
    add(actor, asked)
    vars(approval).pop("waiting", None)


def answer(actor: Actor, approval: Approval, verdicts: Iterable[Verdict], said: Answer, reason: str = "") -> None:
    """Write what was said. Whoever says it for somebody who is away stands there in their place."""
    for each in verdicts:
        stands_in = said in SAID and actor.person is not None and actor.person != each.person_id
        place = {"person": actor.person, "instead_of": each.person_id} if stands_in else {}
        change(actor, each, answer=said, reason=reason, answered_at=timezone.now(), **place)
    vars(approval).pop("waiting", None)


def due(asker: int | None, since: datetime, hours: float) -> datetime | None:
    """So many working hours of the department of who asks; None on a calendar without any."""
    department = Person.everything.filter(pk=asker or 0).values_list("department", flat=True).first()
    try:
        return working_time_of(department).after(since, timedelta(hours=hours))
    except NeverAtWork:
        return None


def set_deadline(approval: Approval, by: datetime | None) -> None:
    if by:
        set_alarm(KIND, _key(approval), by, approval=approval.pk, step=approval.step)


def end(actor: Actor, approval: Approval, state: State, reason: str = "", result: str = "") -> None:
    """Nobody has to say anything any more."""
    answer(actor, approval, waiting_for(approval), Answer.SPARED)
    call_off(KIND, _key(approval))
    change(actor, approval, state=state, closed_at=timezone.now(), reason=reason[:500], result=result, decide_by=None)


def _key(approval: Approval) -> str:
    return f"{approval.pk}-{approval.step}"
