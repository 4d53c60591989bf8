"""The steps of an approval: whom each asks, until when, and what its end leads to. Verdicts follow its journal, they have no lines of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approvers import Stage, still_there
from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.my_work.standing_in import away
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import add, change, index
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.actions.telling import tell
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork
from concerto.kernel.entity.registry import entity_of

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


def told(actor: Actor, approval: Approval, **values: Any) -> int:
    """Change it and tell the journal, also where nothing differs; answers the line."""
    return change(actor, approval, **values) or tell(actor, approval)


def begin(approval: Approval, line: int) -> None:
    """Ask whoever the step names, since this line of the journal."""
    for person in still_there(stage_of(approval), approval.asked_by_id):
        ask_one(approval, person, line)
    set_deadline(approval)


def ask_one(approval: Approval, person: int, line: int, instead_of: int | None = None) -> None:
    open_to(approval, [person, away(timezone.now()).stand_in_of(person)])
    asked = Verdict(
        title=approval.title, title_zh=approval.title_zh, approval=approval, step=approval.step, person_id=person,
        instead_of_id=instead_of, decide_by=approval.decide_by, line=line,
    )  # fmt: skip
    asked.created_at = asked.updated_at = timezone.now()
    index(entity_of(asked), asked)
    asked.save(force_insert=True)
    vars(approval).pop("waiting", None)


def answer(actor: Actor, approval: Approval, verdicts: Iterable[Verdict], said: Answer, reason: str = "") -> None:
    """Write what was said. Whoever says it for somebody who is away stands there in their place."""
    now = timezone.now()
    for each in verdicts:
        stands_in = said in SAID and actor.person is not None and actor.person != each.person_id
        place = {"person": actor.person, "instead_of": each.person_id} if stands_in else {}
        Verdict.everything.filter(pk=each.pk).update(
            answer=said, reason=reason[:500], answered_at=now, updated_at=now, version=F("version") + 1, **place
        )
    vars(approval).pop("waiting", None)


def due(asker: int | None, since: datetime, hours: float) -> datetime | None:
    """So many working hours of the department of who asks; None on a calendar without any."""
    department = Person.everything.filter(pk=asker or 0).values_list("department", flat=True).first()
    try:
        return working_time_of(department).after(since, timedelta(hours=hours))
    except NeverAtWork:
        return None


def set_deadline(approval: Approval) -> None:
    if approval.decide_by:
        set_alarm(KIND, _key(approval), approval.decide_by, approval=approval.pk, step=approval.step)


def end(actor: Actor, approval: Approval, state: State, reason: str = "", result: str = "") -> None:
    """Nobody has to say anything any more."""
    answer(actor, approval, waiting_for(approval), Answer.SPARED)
    call_off(KIND, _key(approval))
    change(actor, approval, state=state, closed_at=timezone.now(), reason=reason[:500], result=result, decide_by=None)


def open_to(approval: Approval, people: Iterable[int | None]) -> None:
    """Whoever asks or decides may look at it, its record apart: a grant, as for everything that is shared singly."""
    code = entity_of(approval).code(approval.pk)
    known = set(Grant.everything.filter(subject=code, trashed_at=None).values_list("person", flat=True))
    for person in {each for each in people if each} - known:
        add(SYSTEM.doing(CREATE), Grant(subject=code, person_id=person, reason=approval.title))


def _key(approval: Approval) -> str:
    return f"{approval.pk}-{approval.step}"
