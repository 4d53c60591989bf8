from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields import choice, link, long_text, text
from concerto.kernel.fields.choice import CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.hue import Hue
from concerto.kernel.fields.kind import Label


def taggable() -> Mapping[str, Label]:
    """Noun id → what its records are called, of every noun that has tags."""
    return {entity.id: entity.plural for entity in entities() if "tags" in entity.fields}


def nouns(label: Label, **more: Any) -> Any:
    """Any number of nouns."""
    column = ArrayField(models.CharField(max_length=60), verbose_name=label, default=list, blank=True, **more)
    vars(column)["choices_from"] = taggable
    return kept_as(CHOICES, column)


class Tag(Record):
    """A word that people put on records. One that was merged into another stands for that one from then on."""

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    hue = choice(_("Colour"), Hue, required=True, default=Hue.GREY)
    meaning = long_text(_("Meaning"), help_text=_("When to use it, so that everyone uses it alike."))
    nouns = nouns(_("For"), help_text=_("None chosen means: for everything."))
    owner = link(_("Made by"), Person, related_name="made_tags")
    merged_into = link(
        _("Merged into"), "self", tree=True, related_name="merged", help_text=_("Its records count as having that tag.")
    )

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="tag_sorted")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(trashed_at=None),
                name="tag_name_once",
                violation_error_message=_("There is a tag of this name already."),
            ),
            models.UniqueConstraint(
                Lower("name_zh"),
                condition=models.Q(trashed_at=None) & ~models.Q(name_zh=""),
                name="tag_name_zh_once",
                violation_error_message=_("There is a tag of this name already."),
            ),
        ]
