"""A day, and a moment."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime as Moment
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import AT_LEAST, AT_MOST, BETWEEN, EMPTY, FILLED, IS, LESS, MORE, WITHIN
from concerto.kernel.text import cleaning, numbers

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

IN_TIME = (IS, LESS, AT_MOST, MORE, AT_LEAST, BETWEEN, WITHIN, EMPTY, FILLED)


class DayKind(Kind):
    id = "day"
    operators = IN_TIME

    def parse(self, field: Field, raw: Any) -> Date | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str):
            raise Unreadable(_("A date is expected here, for example 2026-11-22."))
        return cleaning.parse_date(raw)

    def dump(self, field: Field, value: Any) -> Json:
        return None if value is None else value.isoformat()

    def load(self, field: Field, stored: Json) -> Any:
        return None if stored is None else Date.fromisoformat(str(stored))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_date(value, get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return "" if value is None else value.isoformat()

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "format": "date"}


class MomentKind(DayKind):
    """A point in time; text without a zone is read in the reader's own zone."""

    id = "moment"

    def parse(self, field: Field, raw: Any) -> Moment | None:
        if raw is None or raw == "":
            return None
        moment = read_moment(raw)
        if moment is None:
            raise Unreadable(_("A date and time is expected here, for example 2026-11-22 14:30."))
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

    def load(self, field: Field, stored: Json) -> Any:
        return None if stored is None else Moment.fromisoformat(str(stored))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_moment(timezone.localtime(value), get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return "" if value is None else timezone.localtime(value).isoformat(sep=" ", timespec="microseconds")

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "format": "date-time"}


def read_moment(raw: Any) -> Moment | None:
    if not isinstance(raw, str):
        return None
    try:
        return parse_datetime(raw.strip()) or whole_day(raw)
    except ValueError as wrong:
        raise Unreadable(_("There is no such date or time: “%(given)s”.") % {"given": raw[:40]}) from wrong


def whole_day(raw: str) -> Moment | None:
    day = cleaning.parse_date(raw)
    return Moment(day.year, day.month, day.day) if day else None


DAY, MOMENT = DayKind(), MomentKind()


def day(label: Label, **more: Any) -> models.DateField[Date | None, Date | None]:
    """A calendar day without a time zone."""
    return kept_as(DAY, models.DateField(label, null=True, blank=True, **more))


def moment(label: Label, **more: Any) -> models.DateTimeField[Moment | None, Moment | None]:
    """A point in time, kept in UTC."""
    return kept_as(MOMENT, models.DateTimeField(label, **{"null": True, "blank": True} | more))
