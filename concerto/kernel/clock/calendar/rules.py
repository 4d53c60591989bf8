"""What a calendar must be like before it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.actions import is_zone
from concerto.kernel.clock.calendar.model import Calendar
from concerto.kernel.clock.public_holidays import is_country
from concerto.kernel.clock.working_time import read_hours
from concerto.kernel.fields.kind import Label

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOT_HOURS = _("Hours are written like 09:00-12:00, 13:30-18:00; leave it empty for a day off.")


def readable(calendar: Calendar) -> Mapping[str, Label]:
    """Field id → what is wrong: a zone or country that there is not, hours that cannot be read."""
    problems: dict[str, Label] = {}
    if not is_zone(calendar.zone):
        problems["zone"] = _("There is no such time zone. One is written like Asia/Shanghai.")
    if calendar.country and not is_country(calendar.country):
        problems["country"] = _("No holidays are known for this country. Write its two letters, like CN, DE or US.")
    return problems | {day: NOT_HOURS for day in WEEKDAYS if not are_hours(getattr(calendar, day))}


def are_hours(words: str) -> bool:
    try:
        read_hours(words)
    except ValueError:
        return False
    return True
