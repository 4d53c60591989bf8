"""The page of a meeting: when, where and who on top, then the agenda and the minutes side by side, then what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.card.building import Card
from concerto.collaboration.meetings.agenda.gathering import Overdue, agenda, overdue
from concerto.collaboration.meetings.agenda.outcome import Outcome, days_to_close, outcome_of
from concerto.collaboration.meetings.invitee.entity import invitee
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.actions import answer, hold, may_answer, may_arrange, open_room
from concerto.collaboration.meetings.meeting.guards import arranges
from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.collaboration.meetings.rooms import provider_of
from concerto.collaboration.tasks.panels import may_have_tasks
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.facts import Fact, fact_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.text.numbers import show_moment
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query

MOST_TASKS = 20


@dataclass(frozen=True)
class Guest:
    """A person or a department that is invited."""

    name: str
    hue: str
    place: str
    is_department: bool
    answer: str
    words: Label
    edit: str


@dataclass(frozen=True)
class Table:
    """All that the page shows of a meeting."""

    meeting: Meeting
    when: str
    elsewhere: str
    room: str
    guests: Sequence[Guest]
    cards: Sequence[Card]
    overdue: Sequence[Overdue]
    tasks: Sequence[Task]
    may_add: bool
    points: Fact
    minutes: Fact
    verbs: Sequence[Action[Meeting]]
    outcome: Outcome | None
    days: float | None
    mine: str


@panel(on=Meeting, place=Place.TOP, instead_of=[MeetingInvitee.meeting])
def at_the_table(look: Look) -> Panel:
    """The agenda as long as it is to come; what became of it once it was held."""
    meeting = look.record
    assert isinstance(meeting, Meeting)
    held = meeting.state == State.HELD
    outcome = outcome_of(look.actor, meeting) if held else None
    guests = guests_of(look, meeting)
    provider = provider_of(meeting.room) if meeting.room else None
    told = Table(
        meeting, span_of(meeting), _elsewhere(meeting), provider.name if provider else "", guests,
        agenda(look.actor, meeting) if meeting.state == State.PLANNED else [],
        overdue(look.actor, meeting) if meeting.state == State.PLANNED else [],
        list(visible_to(look.actor, Task).filter(subject=look.code).select_related("assignee").order_by("pk")[:MOST_TASKS]),
        may_have_tasks(look),
        fact_of(look, look.entity.at(Meeting.points)), fact_of(look, look.entity.at(Meeting.minutes)),
        [verb for verb, suits in ((answer, may_answer), (open_room, _wants_room), (hold, may_arrange)) if suits(look.actor, meeting)],
        outcome, days_to_close(outcome, meeting) if outcome else None, _own_answer(look, meeting),
    )  # fmt: skip
    add = (
        with_query(new_address(invitee), meeting=meeting.pk, back=look.address) if arranges(look.actor, meeting) else ""
    )
    return Panel(
        "table", "", [Line(look.title, look.address)], Count(len(guests), exact=True),
        all=list_address(invitee, filter=f"meeting = {look.code}"), add=add, add_label=_("Invite somebody"),
        template="meetings/top.html", shown=[told],
    )  # fmt: skip


def _wants_room(actor: object, meeting: Meeting) -> bool:
    return open_room.suits(actor, meeting)  # type: ignore[arg-type]


def guests_of(look: Look, meeting: Meeting) -> list[Guest]:
    """The organiser first."""
    rows = visible_to(look.actor, MeetingInvitee).filter(meeting=meeting.pk).order_by("pk")
    rows = rows.select_related("person__department", "department").defer("search", "person__search")
    may = arranges(look.actor, meeting)
    found = []
    if meeting.owner:
        place = meeting.owner.department
        found.append(Guest(_title(meeting.owner), place.hue if place else "it", _("Organiser"), False, "yes", "", ""))
    for row in rows:
        who = row.person or row.department
        place = row.department if row.department_id else row.person.department if row.person else None
        edit = record_address(invitee, row.pk) if may else ""
        words = row.get_answer_display() if row.answer else ""
        where = "" if row.department_id or place is None else _title(place)
        found.append(
            Guest(_title(who), place.hue if place else "it", where, bool(row.department_id), row.answer, words, edit)
        )
    return found


def _title(record: object) -> str:
    return entity_of(record).title_of(record)  # type: ignore[arg-type]  # a record


def _own_answer(look: Look, meeting: Meeting) -> str:
    mine = MeetingInvitee.everything.filter(meeting=meeting.pk, person=look.actor.person, trashed_at=None).first()
    return mine.answer if mine else ""


def span_of(meeting: Meeting) -> str:
    """From when to when, for the reader; the second day only where it is another one."""
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    language = get_language() or "en"
    end = f"{ends:%H:%M}" if ends.date() == begins.date() else show_moment(ends, language)
    return f"{show_moment(begins, language)}–{end}"


def _elsewhere(meeting: Meeting) -> str:
    """The hour by the clocks where it takes place, where these are others than the reader's."""
    there = meeting.begins.astimezone(ZoneInfo(meeting.zone))
    here = timezone.localtime(meeting.starts_at)
    return "" if there.utcoffset() == here.utcoffset() else f"{there:%H:%M} {meeting.zone}"
