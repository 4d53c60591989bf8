"""What makes an agreement one that can be carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid


def can_be_asked_for(actor: Actor, linkage: Linkage, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where help would be asked for by a type that is between other departments, or about other things. One that was
    changed since stands in the way of nothing: a task asks then."""
    if changes.keys() & {"type", "department", "helps"} and linkage.type is not None and not suits(linkage):
        raise Invalid({"type": _("This type is between other departments, or about other things.")})


def suits(linkage: Linkage) -> bool:
    """Whether the department may give a hand-off of the type, about the agreement, to the one that helps."""
    type = linkage.type
    assert type is not None, "only what has a type is asked"
    giver = type.giver in ("", linkage.department.hue)
    return giver and type.receiver == linkage.helps.hue and type.noun in ("", "linkage") and type.trashed_at is None
