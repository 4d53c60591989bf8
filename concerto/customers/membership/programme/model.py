from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import long_text, number, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class Programme(Record):
    """What customers take part in as members: how they earn points, and how long these last."""

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    rate = number(
        _("Points for each unit of money"),
        default=1,
        help_text=_("A purchase of 129.90 earns 129 points at 1, and 12 at 0.1."),
    )
    months = whole(
        _("Months until points expire"), most=1200, default=24, help_text=_("0: they never do. Months of the calendar.")
    )
    about = long_text(_("More"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="programme_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate=None) | models.Q(rate__gte=0), name="programme_rate",
                violation_error_message=_("A purchase never costs points: write 0 or more."),
            ),
        ]  # fmt: skip
