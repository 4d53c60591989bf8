"""What makes a meeting one that can be kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.meeting.model import Meeting, Rhythm
from concerto.kernel.access.person.actions import is_zone
from concerto.kernel.fields.kind import Label

LONGEST = timedelta(days=7)
WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}


def takes_place_somewhere(meeting: Meeting) -> Mapping[str, Label]:
    """Field id → what is wrong: a time zone that there is not, an end that is before the beginning or a week away."""
    problems: dict[str, Label] = {}
    if not is_zone(meeting.zone):
        problems["zone"] = _("There is no such time zone. One is written like Asia/Shanghai.")
    if meeting.starts_at and meeting.ends_at:
        if meeting.ends_at <= meeting.starts_at:
            problems["ends_at"] = _("A meeting ends after it began.")
        elif meeting.ends_at - meeting.starts_at > LONGEST:
            problems["ends_at"] = _("A meeting lasts a week at most.")
    return problems


def next_start(meeting: Meeting, now: datetime) -> datetime:
    """When the next one of its rhythm begins: at the same hour by the clocks where it takes place, and not in the past."""
    here = meeting.begins.astimezone(ZoneInfo(meeting.zone))
    start = here
    while start <= max(here, now):
        start = start + timedelta(weeks=WEEKS[Rhythm(meeting.rhythm)])
    return start
