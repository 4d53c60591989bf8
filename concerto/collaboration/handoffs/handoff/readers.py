"""What follows a step of a hand-off: the other side is told; and what follows silence: the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from concerto.collaboration.handoffs.escalation.model import Clock, Escalation, Whom
from concerto.collaboration.handoffs.handoff.clocks import KIND
from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.collaboration.handoffs.handoff.reckoning import reckon_anew
from concerto.collaboration.handoffs.mode.modes import DECIDER, GIVER, RECEIVER, Mode
from concerto.collaboration.sides import head_of, people_of, superiors_of
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import line
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.journal.writing import write
from concerto.kernel.notices.sending import Notification, notify, send

STEPS_TOLD = {  # step → as what it is told, and whom beside those whom the mode adds
    "offer": ("handoff-offered", RECEIVER), "pass-on": ("handoff-offered", RECEIVER), "confirm": ("handoff-moved", RECEIVER),
    "send-back": ("handoff-back", RECEIVER), "withdraw": ("handoff-back", RECEIVER), "dispute": ("handoff-disputed", DECIDER),
    "accept": ("handoff-moved", GIVER), "start": ("handoff-moved", GIVER), "deliver": ("handoff-moved", GIVER),
    "return": ("handoff-back", GIVER), "decide": ("handoff-decided", GIVER),
}  # fmt: skip
OWED: Mapping[str, Sequence[str]] = {Clock.ACCEPT: (State.OFFERED,), Clock.FINISH: AT_WORK}


@reader("collaboration.handoffs")
def tell_the_other_side(lines: Sequence[Entry]) -> None:
    """One notice to each person concerned for each step; who took it is not told."""
    steps = [line for line in lines if line.entity == "handoff" and line.verb in STEPS_TOLD]
    handoffs = Handoff.everything.defer("search").in_bulk({line.record for line in steps}) if steps else {}
    told = ((line, handoffs[line.record]) for line in steps if line.record in handoffs)
    for step, handoff in told:
        kind, side = STEPS_TOLD[step.verb]
        people = {*_side(handoff, side), *_also(handoff, step.verb)}
        send(
            kind,
            [
                Notification(each, "handoff", handoff.pk, step.id, step.actor)
                for each in sorted(people)
                if each != step.actor
            ],
        )


def _side(handoff: Handoff, side: str) -> list[int]:
    """The person on a side; the department as long as nobody there has taken it on, or whoever directs it there."""
    if side == DECIDER:
        return _whoever(handoff.decider_id, None)
    if side == GIVER:
        return _whoever(handoff.giver_id, handoff.giving_id)
    by_line = handoff.mode in (Mode.VERTICAL, Mode.PROJECT)
    return _whoever(handoff.receiver_id or (handoff.director_id if by_line else None), handoff.receiving_id)


def _whoever(person: int | None, department: int | None) -> list[int]:
    """The person; where they have left, and nobody was given what was theirs, whoever is above them; else the department."""
    if person is None:
        return people_of(department)
    if Person.everything.filter(pk=person, left_at=None, trashed_at=None).exists():
        return [person]
    return superiors_of(person)[:1] or people_of(department)


def _also(handoff: Handoff, verb: str) -> list[int]:
    """Whom the mode adds: who directs it hears of the offer and of what comes back, and up the line the giver's head hears it too."""
    if verb == "decide":
        return _side(handoff, "receiver")
    if verb not in ("offer", "deliver"):
        return []
    above = head_of(handoff.giving_id) if verb == "deliver" and handoff.mode == Mode.VERTICAL else None
    return [each for each in (handoff.director_id, above) if each]


@reader("collaboration.clocks")
def follow_calendars(lines: Sequence[Entry]) -> None:
    """Working hours or a holiday changed: what was promised is worked out anew."""
    if any(line.entity in ("calendar", "calendar-day") for line in lines):
        reckon_anew()


@alarm(KIND)
def escalate(alarm: Alarm) -> None:
    """Tell whom this step of the ladder names, if the promise is still owed from that very offer; the journal says that it did."""
    handoff = (
        Handoff.everything.select_for_update(no_key=True)
        .filter(pk=int(str(alarm.facts["handoff"])), trashed_at=None)
        .first()
    )
    step = Escalation.everything.filter(pk=int(str(alarm.facts["step"])), trashed_at=None).first()
    if handoff is None or step is None or handoff.turn != alarm.facts["turn"] or handoff.state not in OWED[step.clock]:
        return
    actor = SYSTEM.doing("escalate")
    journal = write(line(actor, entity_of(handoff), handoff, {}))
    notify(_whom(step, handoff), "handoff-late", about=handoff, journal_id=journal)


def _whom(step: Escalation, handoff: Handoff) -> Iterable[int]:
    receiver, giver = _side(handoff, RECEIVER), _side(handoff, GIVER)
    match step.whom:
        case Whom.RECEIVER:
            return receiver
        case Whom.GIVER:
            return giver
        case Whom.RECEIVER_MANAGER:
            return managers_of(receiver)
        case Whom.GIVER_MANAGER:
            return managers_of(giver)
        case _:
            return {*people_of(handoff.receiving_id), *people_of(handoff.giving_id)}


def managers_of(people: Sequence[int]) -> list[int]:
    """Whom they report to; of a department those who lead it from outside or within, each once."""
    found = Person.everything.filter(pk__in=people, manager__isnull=False)
    return [each for each in found.values_list("manager", flat=True).distinct() if each]
