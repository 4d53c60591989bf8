"""What follows a change of a meeting: it is open to whom it concerns, they are told and get it into their calendars, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from concerto.collaboration.meetings.calendar.asking import CANCEL, REQUEST, ask_to_mail
from concerto.collaboration.meetings.invitee.invited import invited_to, people_in
from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.entity import meeting as described
from concerto.collaboration.meetings.meeting.guards import ARRANGED
from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.collaboration.opened import DEPARTMENT, PERSON, keep_open
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.grant.model import Level
from concerto.kernel.actions.change import line as line_of
from concerto.kernel.actions.standard import CREATE, DELETE, EDIT, RESTORE
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.journal.writing import write
from concerto.kernel.notices.sending import Notification, notify, send

SOON = 0.1  # seconds: who is invited looks at once
KIND = "meeting.soon"
BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class News:
    """What one line of the journal means to some people. `kind` is that of the notice, `method` what their calendars are told."""

    line: Entry
    meeting: Meeting
    people: frozenset[int]
    kind: str
    method: str = ""


@reader("collaboration.meetings", within=SOON)
def follow_meetings(lines: Sequence[Entry]) -> None:
    """Rights first: who is told of a meeting can look at it."""
    concerned = [line for line in lines if line.entity in ("meeting", "meeting-invitee")]
    if not concerned:
        return
    ids = {line.record for line in concerned if line.entity == "meeting-invitee"}
    invitees = {each.pk: each for each in MeetingInvitee.everything.filter(pk__in=ids)}
    wanted = {line.record for line in concerned if line.entity == "meeting"}
    wanted |= {each.meeting_id for each in invitees.values()}
    meetings = {each.pk: each for each in Meeting.everything.filter(pk__in=wanted).defer("search").order_by("pk")}
    because = {line.record: line.id for line in concerned if line.entity == "meeting"}
    because |= {
        invitees[line.record].meeting_id: line.id
        for line in concerned
        if line.record in invitees and line.entity != "meeting"
    }
    for id in meetings:
        open_to_invited(SYSTEM.doing("open").following(because[id]), id)
        _remind(meetings[id])
    for news in _news(concerned, meetings, invitees):
        _tell(news)


def open_to_invited(actor: Actor, id: int) -> None:
    """Whoever is invited by name writes minutes and points; their department reads."""
    rows = MeetingInvitee.everything.filter(meeting=id, trashed_at=None).values_list("person", "department")
    wanted = {
        (PERSON, person) if person else (DEPARTMENT, department): Level.EDIT if person else Level.READ
        for person, department in rows
    }
    keep_open(actor, described, id, wanted)


def _remind(meeting: Meeting) -> None:
    at = meeting.begins - BEFORE
    if meeting.state == State.PLANNED and meeting.trashed_at is None and at > timezone.now():
        set_alarm(KIND, str(meeting.pk), at, meeting=meeting.pk)
    else:
        call_off(KIND, str(meeting.pk))


def _news(
    lines: Sequence[Entry], meetings: Mapping[int, Meeting], invitees: Mapping[int, MeetingInvitee]
) -> Iterator[News]:
    for line in lines:
        if line.entity == "meeting-invitee":
            invitee = invitees.get(line.record)
            meeting = meetings.get(invitee.meeting_id) if invitee else None
            if invitee and meeting:
                yield from _of_invitee(line, meeting, invitee)
        elif line.record in meetings:
            yield from _of_meeting(line, meetings[line.record])


def _of_invitee(line: Entry, meeting: Meeting, invitee: MeetingInvitee) -> Iterator[News]:
    people = frozenset(people_in([invitee]) - {meeting.owner_id})
    if line.verb in (CREATE, RESTORE) and invitee.trashed_at is None:
        yield News(line, meeting, people, "meeting-invited", REQUEST)
    elif line.verb == DELETE and invitee.trashed_at is not None:
        yield News(line, meeting, people - invited_to(meeting), "", CANCEL)


def _of_meeting(line: Entry, meeting: Meeting) -> Iterator[News]:
    people = frozenset(invited_to(meeting))
    if line.verb in (EDIT, RESTORE, "open-room") and (line.verb == RESTORE or line.changes.keys() & ARRANGED):
        yield News(line, meeting, people, "meeting-moved", REQUEST)
    elif line.verb in ("cancel", DELETE):
        yield News(line, meeting, people, "meeting-cancelled", CANCEL)
    elif line.verb == "hold":
        yield News(line, meeting, people, "meeting-minutes")


def _tell(news: News) -> None:
    """What is over changes nobody's plans: only its minutes are told."""
    if news.method and news.meeting.ends <= timezone.now():
        return
    if news.method == REQUEST and (news.meeting.state != State.PLANNED or news.meeting.trashed_at is not None):
        return
    if news.kind:
        told = sorted(news.people - {news.line.actor})
        send(
            news.kind, [Notification(each, "meeting", news.meeting.pk, news.line.id, news.line.actor) for each in told]
        )
    if news.method:
        ask_to_mail(news.meeting.pk, sorted(news.people), news.method)


@alarm(KIND)
def remind(alarm: Alarm) -> None:
    """Tell everybody who did not decline, once; not of what was moved, cancelled or began meanwhile."""
    meeting = Meeting.everything.filter(
        pk=int(str(alarm.facts["meeting"])), trashed_at=None, state=State.PLANNED
    ).first()
    if meeting is None or meeting.begins <= timezone.now():
        return
    journal = write(line_of(SYSTEM.doing("remind"), entity_of(meeting), meeting, {}))
    people = {*invited_to(meeting, coming=True), meeting.owner_id}
    notify(people, "meeting-soon", about=meeting, journal_id=journal)
