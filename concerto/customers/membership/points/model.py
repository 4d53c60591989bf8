from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.member.model import Member
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, day, link, moment, text, whole

MOST = 2_000_000_000  # points that a member may have


class Kind(models.TextChoices):
    EARN = "earn", _("Earned")
    BURN = "burn", _("Used")
    EXPIRE = "expire", _("Expired")
    ADJUST = "adjust", _("Adjusted")
    TAKE_BACK = "take-back", _("Taken back")


class PointsLine(Record):
    """A line of the ledger: written once, never changed. A member's lines add up to the member's balance.

    `key` is what the sender calls it, once in the programme; `takes_back` the line that this one undoes; `expires_on` the
    first day on which these points are gone.
    """

    member = link(_("Member"), Member, required=True, related_name="lines")
    programme = link(_("Programme"), Programme, required=True, related_name="lines")
    kind = choice(_("Kind"), Kind, required=True, default=Kind.EARN)
    points = whole(_("Points"), least=-MOST, most=MOST, null=False, blank=False)
    at = moment(_("When"), null=False, blank=False, default=timezone.now)
    reason = text(_("Reason"), longest=200)
    key = text(_("Key"), longest=200)
    takes_back = link(_("Takes back"), "self", related_name="taken_back", db_index=False)
    expires_on = day(_("Expires on"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="points_line_sorted"),
            models.Index(fields=["at", "id"], name="points_line_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], condition=~Q(key=""), name="points_line_key_once",
                violation_error_message=_("The programme has a line with this key already."),
            ),
            models.UniqueConstraint(
                fields=["takes_back"], name="points_line_taken_back_once",
                violation_error_message=_("This line was taken back already."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="earn", points__gt=0) | Q(kind__in=("burn", "expire"), points__lt=0)
                           | Q(kind__in=("adjust", "take-back")) & ~Q(points=0)),
                name="points_line_amount",
                violation_error_message=_("What is earned is more than nothing, what is used or expires is less, no line is 0."),
            ),
            models.CheckConstraint(
                condition=Q(trashed_at=None), name="points_line_stays",
                violation_error_message=_("Lines of the ledger stay as they are. Take one back, or adjust the points."),
            ),
            models.CheckConstraint(
                condition=Q(takes_back=None) | Q(kind="take-back"), name="points_line_takes_back",
                violation_error_message=_("Only what takes back names a line."),
            ),
        ]  # fmt: skip
