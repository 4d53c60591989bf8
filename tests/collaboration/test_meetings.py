"""Meetings: who sees what of them, what stands on the agenda, and what reaches everybody's own calendar."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from procrastinate import testing
from procrastinate.contrib.django import app

from concerto.collaboration.handoffs.handoff.actions import accept, confirm, deliver, offer
from concerto.collaboration.meetings.agenda.gathering import agenda, overdue
from concerto.collaboration.meetings.agenda.outcome import outcome_of
from concerto.collaboration.meetings.calendar.asking import TASK
from concerto.collaboration.meetings.calendar.feed import end_addresses, new_address
from concerto.collaboration.meetings.calendar.mailing import send_invitation
from concerto.collaboration.meetings.calendar.writing import between, calendar_with, event_of
from concerto.collaboration.meetings.invitee.model import Answer, MeetingInvitee
from concerto.collaboration.meetings.meeting.actions import answer, cancel, hold, open_room
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.meetings.rooms import JITSI, TENCENT, provider_of
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from concerto.site.mail import mail_settings
from tests.cast import acting, client_of, customer_of, person_called
from tests.collaboration.handed import GIVER, RECEIVER, draft, type_with

pytestmark = pytest.mark.usefixtures("committed")
ORGANISER, INVITED, STRANGER = "sales", "service", "executive"
HOSTILE = 'Täglich; "sync", \\n 测试\r\nBEGIN:VEVENT ' + "长" * 60


def told() -> None:
    for reader in readers():
        catch_up(reader)


def arranged(
    by: str = ORGANISER, *, invited: tuple[str, ...] = (INVITED,), department: str = "", **more: Any
) -> Meeting:
    """A meeting tomorrow, an hour long."""
    told()  # from here on everything is read
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    values = {
        "title": "Monday sync",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=1)).isoformat(),
    }
    made = create(acting(by), named("meeting"), values | more)
    for who in invited:
        create(acting(by), named("meeting-invitee"), {"meeting": made.pk, "person": person_called(who).pk})
    if department:
        create(acting(by), named("meeting-invitee"), {"meeting": made.pk, "department": department})
    told()
    return now(made)


def now(meeting: Any) -> Meeting:
    found = Meeting.everything.get(pk=meeting.pk)
    assert isinstance(found, Meeting)
    return found


def sees(who: str, meeting: Meeting, act: Act = Act.READ) -> bool:
    return visible_to(acting(who), Meeting, act).filter(pk=meeting.pk).exists()


def test_invited_people_see_it_write_minutes_and_move_nothing() -> None:
    meeting = arranged()
    assert [sees(who, meeting) for who in (ORGANISER, INVITED, STRANGER)] == [True, True, False]
    edit(acting(INVITED), named("meeting"), meeting.pk, {"minutes": "Agreed to call", "points": "Fair in May"})
    with pytest.raises(Forbidden):
        edit(acting(INVITED), named("meeting"), meeting.pk, {"place": "At home"})
    with pytest.raises(Forbidden):
        hold(acting(INVITED), meeting)
    mine = MeetingInvitee.everything.get(meeting=meeting, person=person_called(INVITED))
    with pytest.raises(Forbidden):
        create(acting(INVITED), named("meeting-invitee"), {"meeting": meeting.pk, "person": person_called(STRANGER).pk})
    answer(acting(INVITED), meeting, coming=Answer.NO, note="On leave")
    mine.refresh_from_db()
    assert (mine.answer, mine.note) == ("no", "On leave")


def test_who_comes_with_a_department_reads_and_is_named_by_answering() -> None:
    meeting = arranged(invited=(), department="Operations")
    assert (sees("finance", meeting), sees("finance", meeting, Act.EDIT)) == (True, False)
    answer(acting("finance"), meeting, coming=Answer.YES)
    told()
    assert sees("finance", meeting, Act.EDIT)
    assert not sees(STRANGER, meeting)


def test_the_agenda_is_what_is_open_between_them_for_each_reader() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    meeting = arranged(invited=(RECEIVER, "newcomer"))
    shown = {
        who: [card.handoff.pk for card in agenda(acting(who), meeting)] for who in (ORGANISER, RECEIVER, "newcomer")
    }
    assert handoff.pk in shown[ORGANISER] and handoff.pk in shown[RECEIVER]
    assert shown["newcomer"] == []
    page = client_of("newcomer").get(f"/meetings/{meeting.pk}").content.decode()
    assert "Look into it" not in page and "Nothing is open between the departments" in page
    elsewhere = arranged("executive", invited=("sales-manager",))
    assert agenda(acting("admin"), elsewhere) == []


def test_tasks_that_one_department_owes_another_are_on_the_agenda_once_they_are_late() -> None:
    subject = named("customer").code(customer_of("own").pk)
    yesterday, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=9)
    person = person_called("executive").pk  # of Commerce, with whom the customer of `sales` is shared
    for title, due in (("Late", yesterday), ("In time", later)):
        values = {"title": title, "subject": subject, "assignee": person, "due": due.isoformat()}
        create(acting(ORGANISER), named("task"), values)
    meeting = arranged(invited=("executive", "newcomer"))
    assert [each.title for each in overdue(acting(ORGANISER), meeting)] == ["Late"]
    assert overdue(acting("newcomer"), meeting) == []
    page = client_of("executive").post(
        f"/meetings/{meeting.pk}/tasks", {"title": "Call them", "assignee": "", "due": ""}
    )
    assert page.status_code in (302, 303)
    assert "Call them" in client_of(ORGANISER).get(f"/meetings/{meeting.pk}").content.decode()
    hold(acting(ORGANISER), meeting)
    assert any(code.startswith(f"{named('task').prefix}-") for code in now(meeting).matters)


def test_what_was_closed_within_seven_days_is_its_effect() -> None:
    soon, later = draft(type_with()), draft(type_with())
    for each in (soon, later):
        offer(acting(GIVER), each)
        accept(acting(RECEIVER), each)
    meeting = arranged(invited=(RECEIVER,))
    hold(acting(ORGANISER), meeting)
    deliver(acting(RECEIVER), soon)
    confirm(acting(GIVER), soon)
    became = {each.address: bool(each.closed_at) for each in outcome_of(acting(ORGANISER), now(meeting)).matters}
    assert became == {f"/handoffs/{soon.pk}": True, f"/handoffs/{later.pk}": False}
    Meeting.everything.filter(pk=meeting.pk).update(held_at=timezone.now() - timedelta(days=8))
    assert outcome_of(acting(ORGANISER), now(meeting)).closed == []
    blind = outcome_of(acting("newcomer"), now(meeting))
    assert (list(blind.matters), blind.hidden) == ([], 2)
    told()
    assert Notice.objects.filter(kind="meeting-minutes").values_list("person__username", flat=True).get() == RECEIVER


def test_the_next_one_is_at_the_same_hour_over_the_change_of_clocks_and_once() -> None:
    begins = datetime(2031, 3, 26, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, where clocks change on the 30th
    meeting = arranged(
        starts_at=begins.isoformat(),
        ends_at=(begins + timedelta(hours=1)).isoformat(),
        zone="Europe/Berlin",
        rhythm="weekly",
    )
    hold(acting(ORGANISER), meeting)
    following = Meeting.everything.get(after=meeting)
    assert (following.starts_at, following.ends_at) == (
        datetime(2031, 4, 2, 7, tzinfo=UTC),
        datetime(2031, 4, 2, 8, tzinfo=UTC),
    )
    assert list(MeetingInvitee.everything.filter(meeting=following).values_list("person__username", "answer")) == [
        (INVITED, "")
    ]
    with pytest.raises(Refused):
        cancel(acting(ORGANISER), meeting, reason="Twice")
    told()
    assert sees(INVITED, following)


def test_a_reminder_comes_once_and_only_to_who_comes() -> None:
    meeting = arranged(invited=(INVITED, "finance"))
    answer(acting("finance"), meeting, coming=Answer.NO)
    for _again in range(2):
        Alarm.objects.filter(kind="meeting.soon", key=str(meeting.pk)).update(
            next_try_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
        ring_due()
    reminded = list(
        Notice.objects.filter(kind="meeting-soon", record=meeting.pk).values_list("person__username", flat=True)
    )
    assert sorted(reminded) == sorted([INVITED, ORGANISER])
    other = arranged()
    cancel(acting(ORGANISER), other, reason="Everybody is ill")
    told()
    assert not Alarm.objects.filter(kind="meeting.soon", key=str(other.pk), rung_at=None).exists()


def test_a_room_cannot_be_guessed_and_pasted_ones_are_known() -> None:
    meeting = arranged()
    open_room(acting(ORGANISER), meeting)
    made = now(meeting).room
    assert re.fullmatch(r"https://meet\.jit\.si/Concerto-[\w-]{24}", made) and provider_of(made) is JITSI
    assert provider_of("https://meeting.tencent.com/dm/abc") is TENCENT
    assert provider_of("https://meeting.tencent.com.evil.example/x") is None


# -- calendars ------------------------------------------------------------------------------------------------------
def test_what_is_written_can_be_read_whatever_the_title_is() -> None:
    meeting = arranged(title=HOSTILE, place="A; B, C")
    meeting.title = HOSTILE  # what no door lets in, should one ever do so
    person = person_called(INVITED)
    person.name, person.email = 'Tom "x";CN=evil:\r\nBEGIN:VALARM', "tom@concerto.example"
    written = calendar_with([between(event_of(meeting), meeting.owner, person)], method="REQUEST")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    calendar = Calendar.from_ical(written)
    [event] = calendar.walk("VEVENT")
    assert len(calendar.walk("VALARM")) == 0 and calendar["method"] == "REQUEST"
    assert (str(event["location"]), event["attendee"]) == ("A; B, C", "mailto:tom@concerto.example")
    assert str(event["summary"]).replace("\r\n", "\n") == HOSTILE.replace("\r\n", "\n")
    assert event["dtstart"].dt == meeting.starts_at


def fetched(address: str) -> Any:
    return Client().get(
        address.removeprefix("http://testserver").partition("/feed/")[1] + address.partition("/feed/")[2]
    )


def test_an_address_opens_what_its_person_may_see_until_it_is_closed() -> None:
    begins = datetime(2031, 3, 31, 7, 30, tzinfo=UTC)
    mine = arranged(
        starts_at=begins.isoformat(), ends_at=(begins + timedelta(hours=1)).isoformat(), zone="Europe/Berlin"
    )
    others = arranged("executive", invited=("sales-manager",), title="Strategy behind doors")
    address = new_address(acting(INVITED))
    events = {
        str(each["summary"]): each["dtstart"].dt for each in Calendar.from_ical(fetched(address).content).walk("VEVENT")
    }
    assert events[mine.title] == begins and others.title not in events
    whole_house = fetched(new_address(acting("admin"))).content.decode()
    assert others.title not in whole_house  # an administrator may read it, but is not there
    assert fetched(address + "x").status_code == fetched("/feed/wrong.ics").status_code == 404
    again = new_address(acting(INVITED))
    assert (fetched(address).status_code, fetched(again).status_code) == (404, 200)
    end_addresses(acting(INVITED))
    assert fetched(again).status_code == 404


class Box:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.mail: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mail.append(envelope)
        return "250 OK"


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A mail server, and the settings that lead to it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    kept = Box()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    for name, value in mail_settings(f"smtp://127.0.0.1:{port}", "Concerto <c@concerto.example>").items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    try:
        yield kept
    finally:
        server.stop()


def asked(box: Box) -> list[tuple[str, str, int]]:
    """To whom, by which method, in which sequence."""
    found = []
    for each in box.mail:
        message = message_from_bytes(each.content, policy=default)
        [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        calendar = Calendar.from_ical(part.get_content())
        [event] = calendar.walk("VEVENT")
        assert part.get_param("method") == str(calendar["method"])
        assert event["attendee"] == f"mailto:{each.rcpt_tos[0]}"
        found.append((each.rcpt_tos[0], str(calendar["method"]), int(event["sequence"])))
    return found


def test_invitations_arrive_move_and_are_called_off(box: Box) -> None:
    edit(acting("admin"), named("person"), person_called(INVITED).pk, {"email": "tom@concerto.example"})
    memory = testing.InMemoryConnector()
    with app.replace_connector(memory):
        meeting = arranged(invited=(INVITED, "finance"))
        told()
        place = {"place": "Room 3"}
        edit(acting(ORGANISER), named("meeting"), meeting.pk, place)
        told()
        cancel(acting(ORGANISER), meeting, reason="Everybody is ill")
        told()
        mails = [job["args"] for job in memory.jobs.values() if job["task_name"] == TASK]
    sent = [(int(each["meeting"]), int(each["person"]), str(each["method"])) for each in mails]
    tom = person_called(INVITED).pk
    assert [method for _meeting, person, method in sent if person == tom] == ["REQUEST", "REQUEST", "CANCEL"]
    for each in sent:
        send_invitation(*each)  # by now it is called off: what asked to come is silent
    assert [(to, method) for to, method, _sequence in asked(box)] == [("tom@concerto.example", "CANCEL")]
    other = arranged(title="Second\nline")
    send_invitation(other.pk, tom, "REQUEST")
    edit(acting(ORGANISER), named("meeting"), other.pk, {"place": "Room 3"})
    send_invitation(other.pk, tom, "REQUEST")
    first, second = asked(box)[1:]
    assert first[:2] == second[:2] == ("tom@concerto.example", "REQUEST") and first[2] < second[2]
