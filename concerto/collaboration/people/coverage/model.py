from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Hue
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choices, text
from concerto.kernel.overlay.custom_field.model import one_noun


class Coverage(Record):
    """Which departments records need somebody from: those of a noun that a filter finds. Departments are meant by their colour."""

    name = text(_("Name"), required=True, longest=80)
    name_zh = text(_("Name in Chinese"), longest=80)
    noun = one_noun(_("Of"), default="customer")
    filter = text(
        _("Which ones"), longest=2000, help_text=_("A filter as in lists, for example tier = A. Empty: all of them.")
    )
    needs = choices(_("Needs somebody from"), Hue)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="coverage_sorted")]
