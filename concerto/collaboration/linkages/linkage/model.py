from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, number, tagged, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO

LARGEST = 1000  # hand-offs, or hours of working time
SHORTEST, LONGEST = 7, 90  # days


class Figure(models.TextChoices):
    """What is watched of the hand-offs that a department receives."""

    KEPT = "kept", pgettext("figure", "Share of promises kept (falls below)")
    OVERDUE = "overdue", pgettext("figure", "Overdue hand-offs (rises above)")
    RETURNED = "returned", pgettext("figure", "Share returned (rises above)")
    HOURS = "hours", pgettext("figure", "Hours until taken up (rises above)")


SHARES = (Figure.KEPT, Figure.RETURNED)  # in per cent


class Linkage(Record):
    """What two departments agreed on: as soon as a figure of one is past a threshold, the other helps in the way that is said here.

    Figures are over what the department and its parts were handed. Shares are per cent, times are working hours; what is overdue
    is counted as it is now, the others over the last so many days.
    """

    name = text(_("Name"), required=True, longest=120)
    department = link(
        _("Department"), Department, required=True, related_name="linkages", help_text=_("Whose figure it is.")
    )
    figure = choice(_("Figure"), Figure, required=True, default=Figure.KEPT)
    threshold = number(
        _("Threshold"),
        least=0,
        most=LARGEST,
        null=False,
        blank=False,
        default=70,
        help_text=_(
            "Per cent, hand-offs or working hours, as the figure has it. At the threshold itself nothing happens yet."
        ),
    )
    days = whole(_("Over the last days"), least=SHORTEST, most=LONGEST, null=False, blank=False, default=30)
    helps = link(_("Helped by"), Department, required=True, related_name="linkages_helping")
    help = long_text(
        _("Agreed help"), required=True, help_text=_("What the other department does then, and for how long.")
    )
    type = link(
        _("Asked for by a hand-off of this type"),
        HandoffType,
        related_name="linkages",
        help_text=_("Empty: a task for whoever leads the department that helps."),
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    owner = link(_("Looked after by"), Person, related_name="linkages")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="linkage_sorted"),
            models.Index(fields=["owner", "sort_key", "id"], name="linkage_owned"),
            GinIndex(fields=["search"], name="linkage_search"),
            tagged("linkage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(department=F("helps")),
                name="linkage_of_two",
                violation_error_message=_("A department cannot be its own help: choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(figure__in=SHARES, threshold__range=(0, 100)) | (~Q(figure__in=SHARES) & Q(threshold__range=(0, LARGEST))),
                name="linkage_threshold",
                violation_error_message=_("A share lies between 0 and 100 per cent, any other threshold between 0 and 1,000."),
            ),
            models.CheckConstraint(
                condition=Q(days__range=(SHORTEST, LONGEST)),
                name="linkage_days",
                violation_error_message=_("A figure looks back over 7 to 90 days."),
            ),
        ]  # fmt: skip
