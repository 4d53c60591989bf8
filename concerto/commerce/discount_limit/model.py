from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.step.model import one_role
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import ratio, text


class DiscountLimit(Record):
    """How much of a discount people of a role may give without asking. Of several roles the largest counts, without any: nothing."""

    name = text(_("Name"), required=True, longest=80)
    name_zh = text(_("Name in Chinese"), longest=80)
    role = one_role(pgettext("rights", "Role"))
    percent = ratio(_("Discount percent"), least=0, most=100, null=False, blank=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="discount_limit_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(trashed_at=None), name="discount_limit_once",
                violation_error_message=_("This role has a limit already."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__range=(0, 100)), name="discount_limit_percent",
                violation_error_message=_("A discount is from 0 to 100 per cent."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role=""), name="discount_limit_role",
                violation_error_message=_("Say whose limit it is."),
            ),
        ]  # fmt: skip
