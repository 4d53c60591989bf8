"""Forty specimens whose values come from small pools, so that ties, empties and neighbours abound; and what they should answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from concerto.kernel.actions import standard
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from tests.cast import acting, person_called
from tests.kernel.specimen import Specimen

NOW = timezone.now()
RECENT = [NOW - timedelta(hours=3), NOW - timedelta(days=5), NOW - timedelta(days=40), NOW + timedelta(days=3)]
POOLS: Mapping[str, list[Any]] = {
    "name": ["Anna", "anna", "苏州", "李青", "曾", "Zoe", "50%_off\\", 'He said "no"', "Ärger"],
    "prose": ["", "one\ntwo", "100% sure", "a_b"],
    "mail": ["", "a@b.example", "z@b.example"],
    "address": ["", "https://amber.example", "http://zebra.example/x"],
    "colour": ["", "red", "green", "blue"],
    "size": ["red", "green", "blue"],
    "marks": [[], ["red"], ["red", "green"], ["red", "green", "blue"]],
    "number": [None, -1000, -1, 0, 1, 7, 1000],
    "founded": [None, 1000, 1998, 2200],
    "amount": [None, "-5.00", "0", "0.01", "999999999999.99", "12.5"],
    "on": [None, "1999-12-31", "2026-11-22", *(f"{timezone.localtime(at):%Y-%m-%d}" for at in RECENT)],
    "at": [None, "1999-12-31 23:59", *(at.isoformat() for at in RECENT)],
    "agreed": [True, False],
    "keeper": [None, "sales", "mate", "rival"],
}


def populate(entity: Entity, *, many: int = 40) -> None:
    """The rows, made by the real actions, with words of their own and a parent now and then."""
    random, admin, made = Random(20261122), acting("admin"), []
    for number in range(many):
        raw = {id: random.choice(pool) for id, pool in POOLS.items()}
        raw |= {"words": f"words {number}" if number % 3 else "", "parent": random.choice([None, *made[-5:]])}
        made.append(standard.create(admin, entity, raw).pk)


def the_rows() -> list[Specimen]:
    return list(Specimen.everything.all())


# -- an oracle that knows nothing of SQL ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Question:
    """What is written after the field, and what it means of a value."""

    written: str
    holds: Callable[[Any], bool]


def is_empty(value: Any) -> bool:
    return value in (None, "", [])


EMPTY, FILLED = Question("is empty", is_empty), Question("is not empty", lambda value: not is_empty(value))
WORDS = ["Anna", "ANNA", "苏", "%", "_", "\\", '"', "words 1", "amber", "@b", "no such thing", " ", "é"]


def about_text() -> list[Question]:
    asked = [WORDS, ["a@b.example", "https://amber.example", "苏州", ""]]
    return [question for words in asked for word in words for question in _about_word(word)]


def _about_word(word: str) -> list[Question]:
    quoted = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [
        Question(f"= {quoted}", lambda value: value == word),
        Question(f"!= {quoted}", lambda value: value != word),
        Question(f"~ {quoted}", lambda value: word.upper() in value.upper()),
        Question(f"^= {quoted}", lambda value: value.upper().startswith(word.upper())),
        Question(f"in ({quoted}, Zoe)", lambda value: value in (word, "Zoe")),
        Question(f"not in ({quoted}, Zoe)", lambda value: value not in (word, "Zoe")),
    ]


def about_order(written: Mapping[str, Any]) -> list[Question]:
    """Every comparison with each of `written` (text → value)."""
    return [question for text, limit in written.items() for question in _about_limit(f'"{text}"', limit, written)]


def _about_limit(text: str, limit: Any, written: Mapping[str, Any]) -> list[Question]:
    last, most = list(written.items())[-1]
    return [
        Question(f"= {text}", lambda value: value == limit),
        Question(f"!= {text}", lambda value: value != limit),
        Question(f"< {text}", lambda value: value is not None and value < limit),
        Question(f"<= {text}", lambda value: value is not None and value <= limit),
        Question(f"> {text}", lambda value: value is not None and value > limit),
        Question(f">= {text}", lambda value: value is not None and value >= limit),
        Question(f'between {text}.."{last}"', lambda value: value is not None and limit <= value <= most),
    ]


def about_members(written: Mapping[str, set[Any]]) -> list[Question]:
    """Membership questions; each text may stand for several values."""
    texts = list(written)
    everything = set().union(*written.values())
    return [
        *(Question(f'= "{text}"', lambda value, meant=meant: value in meant) for text, meant in written.items()),
        *(Question(f'!= "{text}"', lambda value, meant=meant: value not in meant) for text, meant in written.items()),
        Question(f"in ({', '.join(map(quote, texts))})", lambda value: value in everything),
        Question(f"not in ({', '.join(map(quote, texts))})", lambda value: value not in everything),
    ]


def quote(text: str) -> str:
    return f'"{text}"'


def about_periods(*, days: bool) -> list[Question]:
    hours = {"12h": 12, "6d": 144, "2w": 336, "2m": 1440, "1y": 8760}
    back = {text: _since(timedelta(hours=count), days=days) for text, count in hours.items()}
    held = back | {"next-9000d": _until(timedelta(days=9000), days=days)} | _of_calendar(days=days)
    return [
        *(Question(f"within {text}", holds) for text, holds in held.items()),
        *(Question(f"not within {text}", lambda value, holds=holds: not holds(value)) for text, holds in held.items()),
    ]


def _of_calendar(*, days: bool) -> dict[str, Callable[[Any], bool]]:
    """Questions about days that the population has values on, whatever day it is."""

    def of(text: str, fits: Callable[[date, date], bool]) -> Callable[[Any], bool]:
        return lambda value: (
            value is not None and fits(value if days else timezone.localdate(value), timezone.localdate(NOW))
        )

    def week(day: date) -> date:
        return day - timedelta(days=day.weekday())

    def quarter(day: date) -> int:
        return day.year * 4 + (day.month - 1) // 3

    fits: dict[str, Callable[[date, date], bool]] = {
        "today": lambda day, today: day == today,
        "yesterday": lambda day, today: day == today - timedelta(days=1),
        "this-week": lambda day, today: week(day) == week(today),
        "last-week": lambda day, today: week(day) == week(today) - timedelta(days=7),
        "last-month": lambda day, today: day.year * 12 + day.month == today.year * 12 + today.month - 1,
        "This-Quarter": lambda day, today: quarter(day) == quarter(today),
        "next-quarter": lambda day, today: quarter(day) == quarter(today) + 1,
        "this-year": lambda day, today: day.year == today.year,
    }
    return {text: of(text, fit) for text, fit in fits.items()}


def _until(ahead: timedelta, *, days: bool) -> Callable[[Any], bool]:
    if days:
        return lambda value: value is not None and timezone.localdate(NOW) <= value <= timezone.localdate(NOW + ahead)
    return lambda value: value is not None and NOW <= value <= NOW + ahead


def _since(ago: timedelta, *, days: bool) -> Callable[[Any], bool]:
    if days:
        return lambda value: value is not None and timezone.localdate(NOW - ago) <= value <= timezone.localdate(NOW)
    return lambda value: value is not None and NOW - ago <= value <= NOW


def questions(rows: list[Specimen]) -> dict[str, list[Question]]:
    """Field id → everything that can be asked of it."""
    sales, mate = person_called("sales").pk, person_called("mate").pk
    colours = {"red": {"red"}, "Green": {"green"}, "BLUE": {"blue"}}
    days = {"1999-12-31": date(1999, 12, 31), "2026/11/22": date(2026, 11, 22), "1900-01-01": date(1900, 1, 1)}
    moments = {"1999-12-31 23:59": datetime(1999, 12, 31, 15, 59, tzinfo=UTC), RECENT[1].isoformat(): RECENT[1]}
    named_anna = {row.pk for row in rows if row.name.casefold() == "anna"}
    one = rows[3]
    return {
        **{key: [*about_text(), EMPTY, FILLED] for key in ("name", "words", "mail", "address")},
        "prose": [*(each for each in about_text() if each.written.startswith("~")), EMPTY, FILLED],
        **{key: [*about_members(colours), EMPTY, FILLED] for key in ("colour", "size")},
        "marks": [
            *(Question(f"= {colour}", lambda value, colour=colour: colour in value) for colour in ("red", "blue")),
            EMPTY,
            FILLED,
        ],
        "number": [*about_order({"-1": -1, "0": 0, "7": 7, "999": 999}), EMPTY, FILLED],
        "founded": [*about_order({"1000": 1000, "1998": 1998, "2200": 2200}), EMPTY, FILLED],
        "amount": [
            *about_order(
                {"-5": Decimal(-5), "0.01": Decimal("0.01"), "12.50": Decimal("12.5"), "1,000,000": Decimal(10**6)}
            ),
            EMPTY,
            FILLED,
        ],
        "on": [*without_not(about_order(days)), *about_periods(days=True), EMPTY, FILLED],
        **{
            key: [*without_not(about_order(moments)), *about_periods(days=False), EMPTY, FILLED]
            for key in ("at", "seen")
        },
        "agreed": [Question("= yes", lambda value: value), Question("= 否", lambda value: not value)],
        "keeper": [
            *about_members({"me": {sales}, "李青": {sales}, str(mate): {mate}, "nobody at all": set()}),
            EMPTY,
            FILLED,
        ],
        "parent": [
            *about_members({"anna": named_anna, f"SPEC-{one.pk:05d}": {one.pk}, str(one.pk): {one.pk}}),
            EMPTY,
            FILLED,
        ],
    }


def without_not(asked: list[Question]) -> list[Question]:
    return [question for question in asked if not question.written.startswith("!=")]


def value_of(entity: Entity, id: str, row: Record) -> Any:
    return entity.fields[id].value(row)
