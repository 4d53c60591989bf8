from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Stage
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, text, whole


class LifecycleStage(Record):
    """What a stage means to everybody, what a customer needs to come into it, and how long it took and should take."""

    stage = choice(_("Stage"), Stage, required=True, default=Stage.ACQUIRE)
    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    meaning = long_text(_("What it means"))
    meaning_zh = long_text(_("What it means, in Chinese"))
    needs = text(
        _("What a customer needs for it"), longest=2000,
        help_text=_("A filter of customers, as in lists. What of it does not hold is shown as missing."),
    )  # fmt: skip
    segment = link(
        _("By rule from"), Segment, related_name="stages",
        help_text=_("Whoever comes into this segment and stands at an earlier stage moves here."),
    )  # fmt: skip
    baseline_days = whole(
        _("Days in it, baseline"), most=3650, help_text=_("How long it took before you began to improve it.")
    )
    target_days = whole(
        _("Days in it, target"), least=1, most=3650, help_text=_("Whoever stays longer is shown as delayed.")
    )  # fmt: skip
    baseline_share = whole(_("Per cent who go on, baseline"), most=100)
    target_share = whole(_("Per cent who go on, target"), most=100)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="lifecycle_stage_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["stage"],
                name="lifecycle_stage_once",
                condition=models.Q(trashed_at=None),
                violation_error_message=_("This stage is described already."),
            ),
        ]
