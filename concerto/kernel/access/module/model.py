from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text, yes_no


class Module(Record):
    """A department's part of the product, which a company may do without."""

    name = text(_("Name"), required=True, editable=False)
    name_zh = text(_("Chinese name"), editable=False)
    key = text(_("Key"), longest=40, editable=False, unique=True)
    on = yes_no(_("Switched on"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="module_sorted")]
