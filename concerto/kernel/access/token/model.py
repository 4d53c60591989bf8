from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields import choices, link, moment, text
from concerto.kernel.fields.choice import CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label


class Acts(models.TextChoices):
    READ = Act.READ.value, _("Read")
    CREATE = Act.CREATE.value, _("Create")
    EDIT = Act.EDIT.value, _("Edit")
    DELETE = Act.DELETE.value, _("Delete")
    EXPORT = Act.EXPORT.value, _("Export")
    IMPORT = Act.IMPORT.value, _("Import")


def nouns(label: Label) -> Any:
    """Any number of the nouns there are."""
    column = kept_as(CHOICES, ArrayField(models.CharField(max_length=60), verbose_name=label, default=list, blank=True))
    vars(column)["choices_from"] = lambda: {entity.id: entity.plural for entity in entities()}
    return column


class Token(Record):
    """A key with which a program acts as a person, within limits. Only its digest is kept; the key is shown once."""

    name = text(_("Name"), required=True)
    person = link(_("Acts as"), Person, required=True, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the key, in hex
    acts = choices(_("May only"), Acts)  # none said: whatever the person may
    nouns = nouns(_("Only of"))  # none said: every noun
    expires_at = moment(_("Valid until"))
    revoked_at = moment(_("Revoked on"))
    used_at = moment(_("Last used"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="token_sorted")]
