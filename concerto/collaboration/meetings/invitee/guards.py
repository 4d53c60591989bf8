"""Who invites: the organiser. Everybody answers for themselves, by the verb of the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.invitee.model import MeetingInvitee
from concerto.collaboration.meetings.meeting.guards import arranges
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Forbidden, Invalid

ANSWER = frozenset({"answer", "note"})


def invited_by_organiser(actor: Actor, invitee: MeetingInvitee, changes: Mapping[str, Any]) -> None:
    """Raise Forbidden for anybody else but who answers for themselves; Invalid where a row would become somebody else's."""
    if invitee.pk and changes.keys() & {"meeting", "person", "department"}:
        raise Invalid({"person": _("Invite the other one, and take this one out.")})
    answers = invitee.person_id == actor.person and (actor.verb == "answer" or changes.keys() <= ANSWER)
    meeting = Meeting.everything.filter(pk=invitee.meeting_id).first()
    if meeting is not None and not answers and not arranges(actor, meeting):
        raise Forbidden(_("The organiser says who is invited. Nothing was changed."))
