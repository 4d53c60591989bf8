from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, text, whole


class Export(Record):
    """Rows that somebody took out: which, as what, how many. Kept so that it can be told who has what."""

    noun = text(_("Records"), required=True, longest=60)
    format = text(_("Format"), required=True, longest=10)
    filter = long_text(_("Filter"))
    person = link(_("By"), Person, related_name="exports")
    rows = whole(_("Rows"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="export_sorted")]
