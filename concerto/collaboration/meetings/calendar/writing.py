"""Meetings as iCalendar (RFC 5545). Moments are told in UTC, so that every calendar has them right, whatever its clocks do.

Each meeting is an event of its own, also one that comes again: it has an agenda and minutes of its own. Its version is the
SEQUENCE, which grows with every change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from concerto.collaboration.meetings.invitee.model import Answer
from concerto.collaboration.meetings.meeting.entity import meeting as described
from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.kernel.access.person.model import Person
from concerto.kernel.ui.addresses import record_address

if TYPE_CHECKING:  # it takes most of a second to load, and few processes ever write a calendar
    from icalendar import Event, vCalAddress

PRODUCT = "-//Concerto//Concerto CRM//EN"
ANSWERED = {Answer.YES: "ACCEPTED", Answer.NO: "DECLINED", Answer.MAYBE: "TENTATIVE"}


def calendar_with(events: Iterable[Event], *, method: str = "", name: str = "") -> bytes:
    """A calendar of these events: sent by mail it says what is asked (`method`), subscribed to it has a name."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def event_of(meeting: Meeting, *, cancelled: bool = False) -> Event:
    """What every calendar is told of a meeting."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{described.code(meeting.pk)}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", (meeting.updated_at or meeting.begins).astimezone(UTC))
    event.add("dtstart", meeting.begins.astimezone(UTC))
    event.add("dtend", meeting.ends.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if cancelled or meeting.state == State.CANCELLED else "CONFIRMED")
    if where := meeting.place or meeting.room:
        event.add("location", where)
    event.add("description", "\n".join(filter(None, [meeting.points, meeting.room, address_of(meeting)])))
    event.add("url", address_of(meeting))
    return event


def between(event: Event, organiser: Person | None, invited: Person, answer: str = "") -> Event:
    """The same with who asks whom; names are parameters, which the library quotes."""
    from icalendar import vText

    event["organizer"] = _party(organiser)
    attendee = _party(invited)
    attendee.params["PARTSTAT"] = vText(ANSWERED.get(Answer(answer), "") if answer else "NEEDS-ACTION")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    return event


def _party(person: Person | None) -> vCalAddress:
    from icalendar import vCalAddress, vText

    address = person.email if person and person.email else settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    party = vCalAddress(f"mailto:{address}")
    if person:
        party.params["CN"] = vText("".join(" " if ord(each) < 32 or each == '"' else each for each in person.name))
    return party


def address_of(meeting: Meeting) -> str:
    return f"{settings.PUBLIC_URL}{record_address(described, meeting.pk)}"
