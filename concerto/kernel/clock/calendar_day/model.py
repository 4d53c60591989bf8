from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.clock.calendar.model import Calendar
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import day, link, text, yes_no


class CalendarDay(Record):
    """A day on which a calendar's hours are others than those of its weekday."""

    calendar = link(_("Calendar"), Calendar, required=True, related_name="days", on_delete=models.CASCADE)
    on = day(_("Day"), null=False, blank=False)
    work = yes_no(_("Working day"))
    hours = text(_("Hours"), longest=100, help_text=_("Empty on a working day: those of a Monday."))
    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    source = text(_("Known from"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "on"],
                condition=models.Q(trashed_at=None),
                name="calendar_day_once",
                violation_error_message=_("The calendar says something about this day already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="calendar_day_sorted")]
