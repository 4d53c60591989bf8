"""How whoever asks reads: language, time zone, and how dates and amounts are written."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from concerto.kernel.access.actor import Preferences
from concerto.kernel.text.habits import Habits

LANGUAGE_COOKIE = "language"


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    for wanted in (preferences_of(request).language, request.COOKIES.get(LANGUAGE_COOKIE)):
        if wanted in known:
            return wanted
    return translation.get_language_from_request(request)


def zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(preferences_of(request).time_zone or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def habits_of(request: HttpRequest) -> Habits:
    wanted = preferences_of(request)
    return Habits(wanted.week, wanted.dates, wanted.amounts)


def preferences_of(request: HttpRequest) -> Preferences:
    actor = getattr(request, "actor", None)
    return actor.preferences if actor else Preferences()
