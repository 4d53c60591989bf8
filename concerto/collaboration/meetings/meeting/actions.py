"""The verbs of a meeting: answering the invitation, making a room, holding it, cancelling it."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.meetings.agenda.gathering import codes_of
from concerto.collaboration.meetings.invitee.model import Answer, MeetingInvitee
from concerto.collaboration.meetings.meeting.guards import arranges
from concerto.collaboration.meetings.meeting.model import Meeting, Rhythm, State
from concerto.collaboration.meetings.meeting.rules import next_start
from concerto.collaboration.meetings.rooms import JITSI
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.policy import Act

CARRIED_ON = ("title", "sort", "owner_id", "zone", "place", "room", "space_id", "rhythm")


def is_planned(actor: Actor, meeting: Meeting) -> bool:
    return meeting.state == State.PLANNED


def may_arrange(actor: Actor, meeting: Meeting) -> bool:
    return meeting.state == State.PLANNED and arranges(actor, meeting)


def may_answer(actor: Actor, meeting: Meeting) -> bool:
    return meeting.state == State.PLANNED and actor.person not in (None, meeting.owner_id)


def _has_no_room(actor: Actor, meeting: Meeting) -> bool:
    return may_arrange(actor, meeting) and not meeting.room


@action(
    on=Meeting, label=pgettext("meeting", "Answer"), needs=Act.READ, icon="mail-opened", bulk=False, suits=may_answer
)
def answer(actor: Actor, meeting: Meeting, *, coming: Answer, note: str = "") -> None:
    """Say whether one comes. Whoever is invited with a department is from then on invited by name."""
    refuse_over(meeting)
    if actor.person is None or actor.person == meeting.owner_id:
        raise Refused(_("The organiser comes anyway."))
    mine = MeetingInvitee.everything.select_for_update(no_key=True).filter(
        meeting=meeting.pk, person=actor.person, trashed_at=None
    )
    found = mine.first()
    if found is not None:
        change(actor, found, answer=coming, note=note.strip())
    else:
        add(actor, MeetingInvitee(meeting=meeting, person_id=actor.person, answer=coming, note=note.strip()))


@action(on=Meeting, label=_("Make a virtual room"), icon="broadcast", bulk=False, suits=_has_no_room)
def open_room(actor: Actor, meeting: Meeting) -> None:
    """A room on the house's own provider, under a name that nobody can guess."""
    refuse_over(meeting)
    assert JITSI.make, "it makes rooms"
    change(actor, meeting, room=JITSI.make())


@action(on=Meeting, label=pgettext("meeting", "End"), icon="checks", bulk=False, suits=may_arrange)
def hold(actor: Actor, meeting: Meeting) -> None:
    """It took place: what was on the agenda is kept, the minutes go to everybody, and the next one is made where it comes again."""
    refuse_over(meeting)
    change(actor, meeting, state=State.HELD, held_at=timezone.now())
    Meeting.everything.filter(pk=meeting.pk).update(matters=codes_of(meeting))
    _make_next(actor, meeting)


@action(on=Meeting, label=pgettext("meeting", "Cancel"), icon="calendar-event", bulk=False, suits=may_arrange)
def cancel(actor: Actor, meeting: Meeting, *, reason: str) -> None:
    """It does not take place, and why. Everybody invited is told; where it comes again, the next one is made."""
    refuse_over(meeting)
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    said = replace(actor, reason=reason.strip())
    change(said, meeting, state=State.CANCELLED, reason=reason.strip())
    _make_next(actor, meeting)


def _make_next(actor: Actor, meeting: Meeting) -> None:
    """The next one of its rhythm, with everybody who is invited to this one."""
    if meeting.rhythm == Rhythm.ONCE:
        return
    starts_at = next_start(meeting, timezone.now())
    carried = {name: getattr(meeting, name) for name in CARRIED_ON}
    following = add(
        actor,
        Meeting(**carried, starts_at=starts_at, ends_at=starts_at + (meeting.ends - meeting.begins), after=meeting),
    )
    invited = MeetingInvitee.everything.filter(meeting=meeting.pk, trashed_at=None).order_by("pk")
    for person, department in invited.values_list("person", "department"):
        add(actor, MeetingInvitee(meeting=following, person_id=person, department_id=department))


def refuse_over(meeting: Meeting) -> None:
    """Raise Refused where it was held or cancelled."""
    if meeting.state != State.PLANNED:
        raise Refused(_("This meeting is over."))
