"""What makes an agreement one that can be carried out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.kernel.fields.kind import Label


def can_be_asked_for(linkage: Linkage) -> Mapping[str, Label]:
    """What is wrong with the type by which help would be asked for: it is between other departments, or about other things."""
    type = linkage.type
    if type is None or suits(linkage):
        return {}
    return {"type": _("This type is between other departments, or about other things.")}


def suits(linkage: Linkage) -> bool:
    """Whether the department may give a hand-off of the type, about the agreement, to the one that helps."""
    type = linkage.type
    assert type is not None, "only what has a type is asked"
    giver = type.giver in ("", linkage.department.hue)
    return giver and type.receiver == linkage.helps.hue and type.noun in ("", "linkage") and type.trashed_at is None
