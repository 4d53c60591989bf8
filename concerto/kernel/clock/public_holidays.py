"""Public holidays and moved working days by country and year, as the `holidays` package knows them.

For China these are the State Council's yearly notices, moved working days included; a year without its notice has
the statutory days only, and filling it again after an upgrade adds what was decided since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

KNOWN = range(2001, 2101)  # years; before and after them the package says little


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not like its weekday: off, or worked in exchange for another."""

    on: date
    work: bool
    name: str
    name_zh: str
    source: str


@cache
def countries() -> frozenset[str]:
    """Two letters of each country whose holidays are known."""
    from holidays import list_supported_countries  # late: few processes need it

    return frozenset(list_supported_countries(include_aliases=False))


def is_country(letters: str) -> bool:
    return letters in countries()


def special_days(country: str, year: int) -> Iterator[SpecialDay]:
    """Every such day of a year, in order."""
    from holidays import country_holidays

    here = country_holidays(country, years=year)
    english, chinese = (_names(country, year, language) for language in ("en_US", "zh_CN"))
    source = f"holidays {version('holidays')}"
    for on in sorted({*here, *here.weekend_workdays}):
        if on.year == year:
            work = on in here.weekend_workdays
            name, name_zh = ("Working day", "调休上班") if work else (english[on], chinese.get(on, ""))
            yield SpecialDay(on, work, name, name_zh, source)


def _names(country: str, year: int, language: str) -> dict[date, str]:
    """Day → name in a language, where the package speaks it; else in the country's own, but none for Chinese."""
    from holidays import country_holidays

    spoken = country_holidays(country).supported_languages
    if language not in spoken and language == "zh_CN":
        return {}
    return dict(country_holidays(country, years=year, language=language if language in spoken else None).items())
