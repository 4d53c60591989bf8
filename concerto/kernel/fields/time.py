"""A day, and a moment."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import (
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    EMPTY,
    FILLED,
    IS,
    LESS,
    MORE,
    NOT_WITHIN,
    WITHIN,
)
from concerto.kernel.text import cleaning, numbers

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

FARTHEST = datetime.timedelta(hours=14)  # from UTC to the farthest time zone
EARLIEST, LATEST = (
    datetime.datetime.min.replace(tzinfo=datetime.UTC) + FARTHEST,
    datetime.datetime.max.replace(tzinfo=datetime.UTC) - FARTHEST,
)
IN_TIME = (IS, LESS, AT_MOST, MORE, AT_LEAST, BETWEEN, WITHIN, NOT_WITHIN, EMPTY, FILLED)


class DayKind(Kind):
    id = "day"
    never: tuple[Any, Any] = (
        datetime.date(1900, 1, 1),
        datetime.date(2200, 1, 1),
    )  # what systems keep for no day at all
    operators = IN_TIME
    measures = ("min", "max")
    steps = ("day", "week", "month", "quarter", "year")

    def parse(self, field: Field, raw: Any) -> datetime.date | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str):
            raise Unreadable(_("A date is expected here, for example 2026-11-22."))
        return cleaning.parse_date(raw)

    def where_wrong(self, field: Field) -> Q | None:
        return field.where("lte", self.never[0]) | field.where("gte", self.never[1])

    def dump(self, field: Field, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def load(self, field: Field, stored: Json) -> Any:
        return None if stored is None else datetime.date.fromisoformat(str(stored))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_date(value, get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return "" if value is None else value.isoformat()

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "format": "date"}


class MomentKind(DayKind):
    """A point in time; text without a zone is read in the reader's own zone."""

    id = "moment"
    never = (datetime.datetime(1900, 1, 2, tzinfo=datetime.UTC), datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC))

    def parse(self, field: Field, raw: Any) -> datetime.datetime | None:
        if raw is None or raw == "":
            return None
        moment = read_moment(raw)
        if moment is None:
            raise Unreadable(_("A date and time is expected here, for example 2026-11-22 14:30."))
        return in_utc(moment if timezone.is_aware(moment) else timezone.make_aware(moment))

    def kept(self, field: Field, value: Any) -> Any:
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")

    def load(self, field: Field, stored: Json) -> Any:
        return None if stored is None else datetime.datetime.fromisoformat(str(stored))

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else numbers.show_moment(timezone.localtime(value), get_language() or "en")

    def write(self, field: Field, value: Any) -> str:
        return self.write_all(field, [value])[0]

    def write_all(self, field: Field, values: Sequence[Any]) -> list[str]:
        zone, different = timezone.get_current_timezone(), set(values) - {None}
        words = {value: value.astimezone(zone).isoformat(" ", "microseconds") for value in different}
        return [words.get(value, "") for value in values]

    def schema(self, field: Field) -> dict[str, Json]:
        return {"type": "string", "format": "date-time"}


def read_moment(raw: Any) -> datetime.datetime | None:
    if not isinstance(raw, str):
        return None
    try:
        return parse_datetime(raw.strip()) or whole_day(raw)
    except ValueError as wrong:
        raise Unreadable(_("There is no such date or time: “%(given)s”."), given=raw[:40]) from wrong


def in_utc(moment: datetime.datetime) -> datetime.datetime:
    """The same point in time as it is kept, if the calendar of every time zone has it."""
    try:
        kept = moment.astimezone(datetime.UTC)
        if EARLIEST <= kept <= LATEST:
            return kept
    except OverflowError:
        pass
    raise Unreadable(_("This is too near to the end of the calendar."))


def whole_day(raw: str) -> datetime.datetime | None:
    day = cleaning.parse_date(raw)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else None


DAY, MOMENT = DayKind(), MomentKind()


def day(label: Label, **more: Any) -> models.DateField[datetime.date | None, datetime.date | None]:
    """A calendar day without a time zone."""
    return kept_as(DAY, models.DateField(label, **{"null": True, "blank": True} | more))


def moment(label: Label, **more: Any) -> models.DateTimeField[datetime.datetime | None, datetime.datetime | None]:
    """A point in time, kept in UTC."""
    return kept_as(MOMENT, models.DateTimeField(label, **{"null": True, "blank": True} | more))
