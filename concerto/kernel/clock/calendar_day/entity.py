from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.clock.calendar.rules import NOT_HOURS, are_hours
from concerto.kernel.clock.calendar_day.model import CalendarDay
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.kernel.fields.kind import Label


def readable_hours(day: Any) -> Mapping[str, Label]:
    """Hours that can be read, and none on a day off."""
    if not are_hours(day.hours):
        return {"hours": NOT_HOURS}
    if day.hours and not day.work:
        return {"hours": _("A day off has no hours.")}
    return {}


calendar_day = Entity(
    CalendarDay,
    id="calendar-day",
    path="calendar-days",
    prefix="CD",
    label=_("Special day"),
    plural=_("Special days"),
    about=_("Holidays, and days worked in exchange for others."),
    icon="calendar-event",
    title=CalendarDay.name,
    title_zh=CalendarDay.name_zh,
    columns=[CalendarDay.on, CalendarDay.name, CalendarDay.name_zh, CalendarDay.work, CalendarDay.calendar],
    page=[
        Section(_("Day"), CalendarDay.calendar, CalendarDay.on, CalendarDay.name, CalendarDay.name_zh, CalendarDay.work,
                CalendarDay.hours, CalendarDay.source),
    ],
    head=Head(under=[CalendarDay.on, CalendarDay.calendar]),
    search=[CalendarDay.name, CalendarDay.name_zh],
    follows=CalendarDay.calendar,
    checks=[readable_hours],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
