from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Department
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text
from concerto.kernel.fields.kind import Label

WORKDAY = "09:00-12:00, 13:30-18:00"


def hours(label: Label, usual: str = WORKDAY) -> models.CharField[str, str]:
    """Working hours of one weekday."""
    return text(label, longest=100, default=usual)


class Calendar(Record):
    """When a part of the company is at work. The one without a department is everybody's who has none nearer."""

    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    department = link(_("Department"), Department, related_name="calendars")
    zone = text(_("Time zone"), required=True, longest=60, help_text=_("One is written like Asia/Shanghai."))
    country = text(_("Public holidays of"), longest=2, help_text=_("Two letters, like CN, DE, US; empty for none."))
    monday = hours(_("Monday"))
    tuesday = hours(_("Tuesday"))
    wednesday = hours(_("Wednesday"))
    thursday = hours(_("Thursday"))
    friday = hours(_("Friday"))
    saturday = hours(_("Saturday"), "")
    sunday = hours(_("Sunday"), "")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department"],
                nulls_distinct=False,
                condition=models.Q(trashed_at=None),
                name="calendar_once",
                violation_error_message=_(
                    "There is a calendar for this department already, or one for the whole company."
                ),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="calendar_sorted")]
