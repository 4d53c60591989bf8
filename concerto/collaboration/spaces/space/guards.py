"""Members work in a space; who it belongs to, who sees it and whether it goes on is for those who lead it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.spaces.space.model import Space
from concerto.collaboration.spaces.space.rights import leads
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Forbidden

OF_LEADERS = frozenset({"owner", "open_to", "state", "trashed_at"})


def led_by_few(actor: Actor, space: Space, changes: Mapping[str, Any]) -> None:
    """Raise Forbidden where a member who does not lead it would give it away, open it, close it or put it into the trash."""
    if space.pk and changes.keys() & OF_LEADERS and not leads(actor, _before(space, changes)):
        raise Forbidden(_("This is for the owner of the space and those who lead it. Nothing was changed."))


def _before(space: Space, changes: Mapping[str, Any]) -> Space:
    """Whose it was before this change."""
    return Space(pk=space.pk, owner_id=changes["owner"][0]) if "owner" in changes else space
