"""What is open between the departments that meet: gathered when somebody looks, for that reader, by urgency.

Departments are those invited and what is part of them, and those of the people invited with what they are part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from concerto.collaboration.handoffs.card.building import LINKS, Card, cards
from concerto.collaboration.handoffs.handoff.entity import handoff as handoffs
from concerto.collaboration.handoffs.handoff.model import AT_WORK, OPEN, Handoff, State
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.my_work.duty import Duty, duties
from concerto.collaboration.sides import parts_of, wholes_of
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.reading import title_of
from concerto.kernel.ui.addresses import record_address

SHOWN = 30
DUE = Case(
    When(state=State.OFFERED, then=F("accept_by")),
    When(state__in=AT_WORK, then=F("finish_by")),
    When(state=State.DISPUTED, then=F("decide_by")),
)


def departments_at(meeting: Meeting) -> set[int]:
    """Ids of the departments that meet."""
    rows = MeetingInvitee.everything.filter(meeting=meeting.pk, trashed_at=None).values_list("person", "department")
    people = {person for person in (*(person for person, _department in rows), meeting.owner_id) if person}
    own = Person.everything.filter(pk__in=people, department__isnull=False).values_list("department", flat=True)
    return parts_of({department for _person, department in rows if department}) | wholes_of(set(own))


def between(actor: Actor, meeting: Meeting) -> QuerySet[Handoff]:
    """Open hand-offs from one of the departments to another, as the actor may see them: overdue and disputed ones first."""
    here = departments_at(meeting)
    rows = (
        visible_to(actor, Handoff)
        .filter(state__in=OPEN, giving__in=here, receiving__in=here)
        .exclude(giving=F("receiving"))
    )
    pressing = Q(due__lt=Now()) | Q(state=State.DISPUTED)
    rank = Case(When(pressing, then=Value(0)), When(state=State.RETURNED, then=Value(1)), default=Value(2))
    return rows.annotate(due=DUE).annotate(rank=rank).order_by("rank", Coalesce("due", "offered_at"), "pk")


def agenda(actor: Actor, meeting: Meeting) -> Sequence[Card]:
    """Their cards."""
    rows = between(actor, meeting).select_related(*LINKS).defer("search", *(f"{link}__search" for link in LINKS))
    return cards(actor, list(rows[:SHOWN]), brief=True)


@dataclass(frozen=True)
class Overdue:
    """Something else that somebody of one department owes somebody of another, and that is late by the time they meet."""

    record: Record
    title: str
    address: str
    label: Label
    by: datetime
    who: str


def overdue(actor: Actor, meeting: Meeting) -> list[Overdue]:
    """What was due first at the top: tasks, and whatever else nouns declare to be owed between people, as the actor may see it."""
    found = [_told(actor, duty, row) for duty, rows in _late(actor, meeting) for row in rows.defer("search")[:SHOWN]]
    return sorted(found, key=lambda each: (each.by, each.address))[:SHOWN]


def _late(actor: Actor, meeting: Meeting) -> Iterator[tuple[Duty, QuerySet[Any]]]:
    """For each such way in which something is owed by one of the departments to another. Hand-offs have their cards."""
    here = departments_at(meeting)
    moment = max(meeting.begins, timezone.now())
    for duty in duties():
        if duty.noun is Handoff or not (duty.giver and duty.by):
            continue
        giver, person = (f"{name.removesuffix('_id')}__department" for name in (duty.giver, duty.person))
        theirs = Q((f"{person}__in", here)) & ~Q((person, F(giver)))
        if duty.department:
            theirs |= Q((duty.person, None), (f"{duty.department}__in", here)) & ~Q((duty.department, F(giver)))
        rows = visible_to(actor, duty.noun).filter(
            duty.when & theirs, (f"{giver}__in", here), (f"{duty.by}__lt", moment)
        )
        yield duty, rows.select_related(duty.person.removesuffix("_id")).order_by(duty.by, "pk")


def _told(actor: Actor, duty: Duty, row: Any) -> Overdue:
    entity, by = entity_of(row), getattr(row, duty.by)
    person = getattr(row, duty.person.removesuffix("_id"))
    moment = by if isinstance(by, datetime) else datetime.combine(by, time.max, timezone.get_current_timezone())
    name = title_of(actor, person) if person else ""
    return Overdue(row, title_of(actor, row), record_address(entity, row.pk), entity.label, moment, name)


def codes_of(meeting: Meeting) -> list[str]:
    """The codes of everything that is open between the departments, whoever may see it: kept when the meeting ends."""
    handed = [handoffs.code(pk) for pk in between(SYSTEM, meeting).values_list("pk", flat=True)]
    owed = {
        entity_of(duty.noun).code(row.pk)
        for duty, rows in _late(SYSTEM, meeting)
        for row in rows.only("pk", duty.person)
    }
    return [*handed, *sorted(owed)]
