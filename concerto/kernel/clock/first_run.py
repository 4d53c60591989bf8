"""The company's calendar, made when there is none: office hours, and the holidays of the country whose zone it keeps."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add
from concerto.kernel.clock.calendar.actions import fill
from concerto.kernel.clock.calendar.model import Calendar

COUNTRIES = {"Asia/Shanghai": "CN", "Asia/Urumqi": "CN", "Asia/Chongqing": "CN", "Asia/Hong_Kong": "HK", "Asia/Singapore": "SG",
             "Asia/Tokyo": "JP", "Europe/London": "GB", "Europe/Berlin": "DE", "Europe/Paris": "FR"}  # fmt: skip


def ensure_calendar() -> None:
    """Make it if nobody has ever made one, with this year's holidays and the next one's."""
    with transaction.atomic():
        if Calendar.everything.exists():
            return
        country = COUNTRIES.get(settings.TIME_ZONE, "")
        made = add(
            SYSTEM.doing("create"), Calendar(name="Company", name_zh="公司", zone=settings.TIME_ZONE, country=country)
        )
        if country:
            for year in (timezone.now().year, timezone.now().year + 1):
                fill(SYSTEM, made, year=year)
