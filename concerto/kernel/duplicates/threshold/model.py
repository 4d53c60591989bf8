from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class Threshold(Record):
    """From which probability, in per cent, two records of a noun are shown for review and may be merged by the heap."""

    noun = one_noun(_("Of"))
    review = whole(
        _("Shown from (%)"), least=1, most=99, default=20, help_text=_("How probable it must be that two are the same.")
    )
    accept = whole(
        _("Merged together from (%)"),
        least=50,
        most=99,
        default=99,
        help_text=_("What may be merged without a look at each."),
    )
    reason = text(_("Why"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun"],
                condition=Q(trashed_at=None),
                name="threshold_once",
                violation_error_message=_("There are thresholds for this already: change them."),
            ),
            models.CheckConstraint(
                condition=Q(review__lte=F("accept")),
                name="threshold_in_order",
                violation_error_message=_("What is merged together must be at least as probable as what is shown."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="threshold_sorted")]
