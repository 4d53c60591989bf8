"""Until when one puts things off. Pure: a moment in the person's own zone in, moments out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

EVENING, MORNING = time(18), time(9)
AT_LEAST = timedelta(hours=1)  # an evening that is nearer than that is no putting off


def choices(here: datetime) -> Iterator[tuple[str, Label, datetime]]:
    """(id, label, moment): this evening while it is not near, tomorrow, next week."""
    today, zone = here.date(), here.tzinfo
    evening = datetime.combine(today, EVENING, zone)
    if evening - here >= AT_LEAST:
        yield "evening", _("This evening"), evening
    yield "tomorrow", _("Tomorrow"), datetime.combine(today + timedelta(days=1), MORNING, zone)
    yield "week", _("Next week"), datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING, zone)
