"""Who arranges a meeting, and what everybody who is invited may write of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.meeting.model import Meeting, State
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import EDIT

BY_ANYBODY = frozenset({"minutes", "points", "tags"})
ARRANGED = frozenset({"title", "starts_at", "ends_at", "zone", "place", "room"})  # what the invitation says


def arranges(actor: Actor, meeting: Meeting) -> bool:
    return is_administrator(actor) or actor.person == meeting.owner_id


def arranged_by_organiser(actor: Actor, meeting: Meeting, changes: Mapping[str, Any]) -> None:
    """Raise Forbidden where somebody invited would write more than minutes and points, Refused where what is over would move."""
    if not meeting.pk:
        return
    owner = changes["owner"][0] if "owner" in changes else meeting.owner_id
    mine = is_administrator(actor) or actor.person == owner
    if changes.keys() - BY_ANYBODY and not mine:
        raise Forbidden(_("This is for the organiser to do. Nothing was changed."))
    if meeting.state != State.PLANNED and changes.keys() & ARRANGED and actor.verb == EDIT:
        raise Refused(_("This meeting is over; what its invitation says stands."))


def in_ones_own_space(actor: Actor, meeting: Meeting, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a meeting would be put into a space that the actor does not see."""
    where = meeting.space_id if "space" in changes else None
    if where and not reached(actor, Space, [where]):
        raise Invalid({"space": _("There is no such record.")})
