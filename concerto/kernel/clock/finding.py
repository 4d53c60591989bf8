"""Which working time counts for whom: that of the nearest department upwards that has one, else the company's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from concerto.kernel.clock.calendar.model import WORKDAY, Calendar
from concerto.kernel.clock.calendar.rules import WEEKDAYS
from concerto.kernel.clock.calendar_day.model import CalendarDay
from concerto.kernel.clock.working_time import Hours, WorkingTime, read_hours

_NEAREST = """
    with recursive up as (
        select id, parent_id, 0 as steps from kernel_department where id = %(department)s and trashed_at is null
        union all
        select part.id, part.parent_id, steps + 1 from kernel_department part join up on part.id = up.parent_id
        where part.trashed_at is null and steps < 100
    )
    select calendar.id from kernel_calendar calendar left join up on up.id = calendar.department_id
    where calendar.trashed_at is null and (calendar.department_id is null or up.id is not null)
    order by up.steps nulls last limit 1
"""


def working_time_of(department: int | None) -> WorkingTime:
    """The working time of a department, or of the company where none is given. Three queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, {"department": department})
        found = cursor.fetchone()
    return working_time(Calendar.everything.get(pk=found[0])) if found else unwritten()


def working_time(calendar: Calendar) -> WorkingTime:
    week = tuple(read_hours(getattr(calendar, weekday)) for weekday in WEEKDAYS)
    return WorkingTime(ZoneInfo(calendar.zone), week, _days(calendar, week[0]))


def _days(calendar: Calendar, monday: Hours) -> Mapping[date, Hours]:
    days = CalendarDay.everything.filter(calendar=calendar, trashed_at=None).values_list("on", "work", "hours")
    return {on: (read_hours(hours) or monday) if work else () for on, work, hours in days if on}


def unwritten() -> WorkingTime:
    """What holds as long as nobody has made a calendar: Monday to Friday in the company's zone."""
    usual = read_hours(WORKDAY)
    return WorkingTime(ZoneInfo(settings.TIME_ZONE), (usual,) * 5 + ((), ()))
