from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import long_text, text


class GlossaryTerm(Record):
    """A word of the business and what it means here."""

    term = text(_("Term"), required=True, longest=100)
    term_zh = text(_("Term in Chinese"), longest=100)
    meaning = long_text(_("Meaning"), required=True)
    meaning_zh = long_text(_("Meaning in Chinese"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="glossary_term_sorted")]
