"""The life of a field: out of sight and back, and gone for good."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.computing import takers_of
from concerto.kernel.overlay.custom_field.model import CustomField


@action(on=CustomField, label=_("Retire"), icon="archive")
def retire(actor: Actor, field: CustomField) -> None:
    """Take the field out of sight everywhere; its values are kept. Raises Refused while a formula reads it."""
    if field.retired_at:
        raise Refused(_("This field is retired already."))
    _refuse_used(field)
    change(actor, field, retired_at=timezone.now())


@action(on=CustomField, label=_("Bring back"), icon="archive-off")
def bring_back(actor: Actor, field: CustomField) -> None:
    """Put a retired field back where it was, with the values it had."""
    if field.erased_at:
        raise Refused(_("This field was deleted for good, and its values with it."))
    if not field.retired_at:
        raise Refused(_("This field is in use."))
    change(actor, field, retired_at=None)


@action(on=CustomField, label=_("Delete for good"), icon="trash")
def erase(actor: Actor, field: CustomField, *, id: str) -> None:
    """Delete a retired field and its values in every record; `id` is typed to confirm it. Nothing brings them back."""
    if not field.retired_at:
        raise Refused(_("Retire the field first. Then it can be deleted for good."))
    if field.erased_at:
        raise Refused(_("This field is deleted already."))
    if id != field.key:
        raise Invalid({"id": _("Type %(id)s to delete it and its values for good.") % {"id": field.key}})
    change(actor, field, erased_at=timezone.now())


def _refuse_used(field: CustomField) -> None:
    users = [str(each.label) for each in named(field.noun).shape.added if field.key in each.inputs]
    users += takers_of(field.noun, {field.key})
    if users:
        told = say(", ").join(users)
        raise Refused(_("The field is read by others: %(users)s. Change these first.") % {"users": told})
