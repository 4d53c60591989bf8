"""The life of an object: put away, and back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.registry import entities
from concerto.kernel.overlay.custom_object.model import CustomObject


@action(on=CustomObject, label=_("Retire"), icon="archive")
def retire(actor: Actor, row: CustomObject) -> None:
    """Put the object away with all its records; they are kept. Raises Refused while fields of others speak of it."""
    if row.retired_at:
        raise Refused(_("This object is retired already."))
    users = list(_speaking_of(row.key))
    if users:
        told = say(", ").join(users[:5])
        raise Refused(_("Fields of other things lead to it: %(users)s. Retire these first.") % {"users": told})
    change(actor, row, retired_at=timezone.now())


@action(on=CustomObject, label=_("Bring back"), icon="archive-off")
def bring_back(actor: Actor, row: CustomObject) -> None:
    """Put a retired object back where it was, with all its records."""
    if not row.retired_at:
        raise Refused(_("This object is in use."))
    change(actor, row, retired_at=None)


def _speaking_of(noun: str) -> Iterator[str]:
    """The added fields of other nouns that lead to this one or look into it."""
    for entity in entities():
        for field in entity.shape.added if entity.id != noun else ():
            if field.target_noun == noun or noun in field.looks_into:
                yield f"{entity.label} · {field.label}"
