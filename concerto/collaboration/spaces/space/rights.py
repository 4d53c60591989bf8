"""What somebody is in a space."""

from __future__ import annotations

from concerto.collaboration.spaces.member.model import Part, SpaceMember
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator


def leads(actor: Actor, space: Space) -> bool:
    """Whether the actor owns or leads it, or looks after the whole house."""
    if actor.is_system or is_administrator(actor) or actor.person == space.owner_id:
        return True
    mine = SpaceMember.everything.filter(space=space.pk, person=actor.person, part=Part.LEAD, trashed_at=None)
    return mine.exists()
