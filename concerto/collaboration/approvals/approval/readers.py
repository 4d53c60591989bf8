"""What follows an approval: those who are to decide and who asked are told; and what follows silence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.rule.model import Overdue
from concerto.collaboration.approvals.steps import (
    KIND,
    answer,
    ask_one,
    due,
    end,
    set_deadline,
    stage_of,
    told,
    waiting_for,
)
from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.my_work.standing_in import away
from concerto.collaboration.sides import superiors_of
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.actions.telling import tell
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, notify, send

TOLD = {  # state → as what who asked is told
    State.DONE: "approval-granted", State.STUCK: "approval-back", State.REFUSED: "approval-back", State.RETURNED: "approval-back",
    State.LAPSED: "approval-late",
}  # fmt: skip


@reader("collaboration.approvals")
def tell_whom_it_concerns(lines: Sequence[Entry]) -> None:
    """One notice to each who is asked, for whom a verdict is there now, and one for each end; nobody is told of what they did themselves."""
    ours = [line for line in lines if line.entity == "approval"]
    if not ours:
        return
    send("approval-asked", _asked(ours))
    ends = [line for line in ours if "state" in line.changes and line.changes["state"][0]]
    askers = (
        dict(Approval.everything.filter(pk__in={line.record for line in ends}).values_list("pk", "asked_by"))
        if ends
        else {}
    )
    for line in ends:
        kind, asker = TOLD.get(State(line.changes["state"][1])), askers.get(line.record)
        if kind and asker and asker != line.actor:
            send(kind, [Notification(asker, "approval", line.record, line.id, line.actor)])


def _asked(lines: Sequence[Entry]) -> list[Notification]:
    """Whoever is asked since one of these lines, and who stands in for them."""
    rows = Verdict.everything.filter(line__in=[line.id for line in lines]).select_related("approval").order_by("pk")
    found = list(rows.defer("search", "approval__search"))
    absent = away(timezone.now()) if found else None
    who = {line.id: line.actor for line in lines}
    return [
        Notification(person, "approval", row.approval_id, row.line, who[row.line] or row.approval.asked_by_id)
        for row in found
        for person in (row.person_id, absent and row.person_id and absent.stand_in_of(row.person_id))
        if person and row.approval_id and person not in (who[row.line], row.approval.asked_by_id)
    ]


@alarm(KIND)
def ring(alarm: Alarm) -> None:
    """The time to decide is up: what the rule said then, once, if it still waits on that very step."""
    approval = Approval.everything.select_for_update(no_key=True).filter(pk=int(str(alarm.facts["approval"]))).first()
    if approval is None or approval.state != State.ASKED or approval.step != alarm.facts["step"]:
        return
    overdue = stage_of(approval).overdue
    if overdue == Overdue.LAPSE:
        end(SYSTEM.doing("lapse"), approval, State.LAPSED)
        return
    handed = overdue == Overdue.MANAGER and _to_their_managers(SYSTEM.doing("pass-on"), approval)
    if not handed:
        journal = tell(SYSTEM.doing("fall-due"), approval)
        notify([each.person_id for each in waiting_for(approval)], "approval-late", about=approval, journal_id=journal)


def _to_their_managers(actor: Actor, approval: Approval) -> bool:
    """Each who did not decide is relieved by whom they report to; False where nobody stands above any of them."""
    barred = None if stage_of(approval).own_too else approval.asked_by_id
    above = {
        each: next((one for one in superiors_of(each.person_id) if one != barred), None)
        for each in waiting_for(approval)
    }
    if not any(above.values()):
        return False
    by = due(approval.asked_by_id, timezone.now(), stage_of(approval).hours)
    line = told(actor, approval, decide_by=by)
    for each, manager in above.items():
        if manager is None:
            continue
        answer(actor, approval, [each], Answer.PASSED_ON)
        if manager not in {other.person_id for other in waiting_for(approval)}:
            ask_one(approval, manager, line, each.person_id)
    set_deadline(approval)
    return True
