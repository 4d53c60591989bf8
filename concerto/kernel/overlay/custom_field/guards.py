"""What records stand on is not taken away from under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.choices import choices_in
from concerto.kernel.overlay.custom_field.model import CustomField


def keeps_used_choices(actor: Actor, field: CustomField, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for a choice that is left out though records have it: it can be retired, or merged into another."""
    entity = find(field.noun)
    before, now = changes.get("choices", (None, None))
    if not before or entity is None:
        return
    try:
        left_out = [each for id, each in choices_in(before).items() if id not in choices_in(now or "")]
    except Unreadable:
        return  # it was none before, or is none now, which its own check tells
    for choice in left_out:
        if entity.model.everything.filter((f"custom__{field.key}__has_key", choice.id)).exists():
            raise Invalid(
                {
                    "choices": _("Records have the choice “%(choice)s”. Retire it, or merge it into another.")
                    % {"choice": choice.english}
                }
            )
