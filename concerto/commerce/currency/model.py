from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text, whole


class Currency(Record):
    """A currency that something is sold in, by its code of ISO 4217. The company's own is a setting and needs no row."""

    iso = text(_("Code"), required=True, longest=3, help_text=_("Three capital letters of ISO 4217, as EUR."))
    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    decimals = whole(
        _("Places after the point"), most=4, null=False, blank=False, default=2,
        help_text=_("2 for most, 0 for the yen: amounts are rounded to so many."),
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="currency_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["iso"], name="currency_iso_once",
                violation_error_message=_("This currency is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(iso__regex="^[A-Z]{3}$"), name="currency_iso",
                violation_error_message=_("A currency has three capital letters, as EUR."),
            ),
            models.CheckConstraint(
                condition=models.Q(decimals__range=(0, 4)), name="currency_decimals",
                violation_error_message=_("A currency has 0 to 4 places after the point."),
            ),
        ]  # fmt: skip
