from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.clock.calendar.model import Calendar
from concerto.kernel.clock.calendar_day.model import CalendarDay
from concerto.kernel.clock.public_holidays import KNOWN, special_days
from concerto.kernel.entity.registry import entity_of


@action(on=Calendar, label=_("Add public holidays"), icon="calendar-plus")
def fill(actor: Actor, calendar: Calendar, *, year: int) -> None:
    """Add the public holidays and moved working days of a year. Days that stand there already stay as somebody left them."""
    if not calendar.country:
        raise Invalid({"year": _("Say first of which country this calendar has the holidays.")})
    if year not in KNOWN:
        raise Invalid({"year": _("Write a year from %(first)s to %(last)s.") % {"first": KNOWN[0], "last": KNOWN[-1]}})
    there = days_there(calendar, year)
    added = [
        CalendarDay(calendar=calendar, on=day.on, work=day.work, name=day.name, name_zh=day.name_zh, source=day.source)
        for day in special_days(calendar.country, year)
        if day.on not in there
    ]
    add_many(actor.doing(CREATE), entity_of(CalendarDay), [(None, day) for day in added])


def days_there(calendar: Calendar, year: int) -> set[date]:
    """Days of a year that the calendar has something to say about, those in the trash included: they were put there."""
    days = CalendarDay.everything.filter(calendar=calendar, on__year=year).values_list("on", flat=True)
    return {on for on in days if on}
