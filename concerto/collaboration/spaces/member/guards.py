"""Who leads a space says who belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.spaces.member.model import SpaceMember
from concerto.collaboration.spaces.space.model import Space
from concerto.collaboration.spaces.space.rights import leads
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Forbidden, Invalid


def chosen_by_leaders(actor: Actor, member: SpaceMember, changes: Mapping[str, Any]) -> None:
    """Raise Forbidden for anybody else, but whoever belongs to a space may leave it; Invalid where a row would move to another one."""
    if member.pk and changes.keys() & {"space", "person"}:
        raise Invalid({"person": _("Add the other one, and take this one out.")})
    leaves = "trashed_at" in changes and member.trashed_at is not None and member.person_id == actor.person
    space = Space.everything.filter(pk=member.space_id).first()
    if space is not None and not leaves and not leads(actor, space):
        raise Forbidden(_("The owner of the space and those who lead it say who belongs to it. Nothing was changed."))
