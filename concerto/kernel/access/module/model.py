from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import moment, text


class Module(Record):
    """A department's part of the product, which a company may do without."""

    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    key = text(_("Key"), longest=40, editable=False, unique=True)
    off_since = moment(_("Switched off since"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="module_sorted")]
