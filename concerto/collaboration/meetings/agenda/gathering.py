"""What is open between the departments that meet: gathered when somebody looks, for that reader, by urgency.

Departments are those invited and what is part of them, and those of the people invited with what they are part of.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Now

from concerto.collaboration.handoffs.card.building import LINKS, Card, cards
from concerto.collaboration.handoffs.handoff.entity import handoff as handoffs
from concerto.collaboration.handoffs.handoff.model import AT_WORK, OPEN, Handoff, State
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.sides import parts_of, wholes_of
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to

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


def codes_of(meeting: Meeting) -> list[str]:
    """The codes of everything that is open between the departments, whoever may see it: kept when the meeting ends."""
    return [handoffs.code(pk) for pk in between(SYSTEM, meeting).values_list("pk", flat=True)]
