from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, text, yes_no
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.overlay.naming import one_field


class Classification(models.TextChoices):
    """Whom the values may be told."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    SENSITIVE = "sensitive", _("Sensitive")


class CatalogueEntry(Record):
    """What the company says of a field, or of a noun as a whole: its meaning, who answers for it, how secret it is."""

    name = text(_("Name"), required=True, longest=100)
    name_zh = text(_("Name in Chinese"), longest=100)
    noun = one_noun(_("Of"), default="customer")
    field = one_field(_("Field"), help_text=_("Empty for the records as a whole."))
    meaning = long_text(_("Meaning"))
    meaning_zh = long_text(_("Meaning in Chinese"))
    owner = link(_("Responsible"), Person, related_name="catalogue_owned")
    steward = link(_("Steward"), Person, related_name="catalogue_looked_after")
    classification = choice(_("Classification"), Classification, required=True, default=Classification.INTERNAL)
    sources = text(_("Comes from"), longest=300)
    expected = yes_no(_("Should be filled"))
    unique = yes_no(_("Should be there once"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "field"],
                condition=models.Q(trashed_at=None),
                name="catalogue_entry_once",
                violation_error_message=_("The catalogue has an entry for this already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="catalogue_entry_sorted")]
