"""What can be told: nouns and verbs, as choices read from the registry, so that a new noun can be told the day it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.choice import CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label

OUR_OWN = frozenset({"webhook", "delivery"})  # telling of what was told would never end
OF_EVERY_NOUN: Mapping[str, Label] = {
    "create": _("Created"),
    "edit": _("Changed"),
    "delete": _("Put into the trash"),
    "restore": _("Taken out of the trash"),
    "undo": _("A change was undone"),
}


def nouns() -> Mapping[str, Label]:
    return {entity.id: entity.plural for entity in entities() if entity.id not in OUR_OWN}


def verbs() -> Mapping[str, Label]:
    """Those of every noun, then those of some."""
    own = {
        verb: action.label
        for entity in entities()
        if entity.id not in OUR_OWN
        for verb, action in entity.actions.items()
    }
    return {**OF_EVERY_NOUN, **own}


def chosen_from(label: Label, found: Callable[[], Mapping[str, Label]], **more: Any) -> Any:
    """Any number of choices that are known only once all nouns are described."""
    column = ArrayField(models.CharField(max_length=60), verbose_name=label, default=list, blank=True, **more)
    vars(kept_as(CHOICES, column))["choices_from"] = found
    return column
