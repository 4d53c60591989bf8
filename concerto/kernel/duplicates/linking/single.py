"""The features of a few records, made one by one: the same as `features` makes of all of them column by column.

Both read the same patterns; a test holds the two against each other. Polars is not needed here, and neither is its memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from concerto.kernel.duplicates.linking.names import FORM, HAN_FORM, PLACE, TRADE
from concerto.kernel.text.pinyin import sort_key

SHORTEST, DIGITS = 5, 11  # characters of a value that leads to somebody; of a number its last digits count
_SIGNS = re.compile(r"[\W_]+")
_SIGNS_BUT_SPACES = re.compile(r"[^\w ]+|_+")
_NUMBER = re.compile(r"[+0-9 ().\-]+")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#]+)")
_FORM, _HAN_FORM, _PLACE, _TRADE = (re.compile(pattern) for pattern in (FORM, HAN_FORM, PLACE, TRADE))


def single(row: Mapping[str, Any], points: Iterable[str]) -> dict[str, Any]:
    """Of one record, as it is read, and of the values that lead to it."""
    key, also, place = row["key"] or "", row["also"], row["place"]
    return {
        "unique_id": row["id"],
        "within": row["within"] or "",
        "name": plain(row["title"] or ""),
        "core": core(key),
        "stem": stem(key),
        "also": core(sort_key(also)) if also else None,
        "place": place_of(place) if place else None,
        "host": host(row["url"] or ""),
        "points": sorted({value for value in map(point, points) if len(value) >= SHORTEST}) or None,
    }


def plain(title: str) -> str | None:
    """The characters of a name alone, without its legal form."""
    signs = _SIGNS.sub("", title.lower())
    return _filled(_HAN_FORM.sub("", signs, count=1), signs)


@lru_cache(maxsize=4096)
def core(key: str) -> str | None:
    """The reading of a name without place in front and form behind; the whole of it where nothing would be left."""
    return _filled(short(key).replace(" ", ""), _SIGNS.sub("", key))


@lru_cache(maxsize=4096)
def stem(key: str) -> str | None:
    """The same without its trade."""
    return _filled(stem_words(key).replace(" ", ""), core(key) or "")


def stem_words(key: str) -> str:
    """The reading of a name without place, form and trade, in words; perhaps nothing."""
    return _TRADE.sub("", short(key), count=1)


@lru_cache(maxsize=4096)
def short(key: str) -> str:
    """The reading of a name without form and place, in words."""
    return _PLACE.sub("", _FORM.sub("", _SIGNS_BUT_SPACES.sub("", key), count=1), count=1)


@lru_cache(maxsize=4096)
def place_of(words: str) -> str | None:
    """A place by its reading."""
    joined = sort_key(re.sub(r"[市区县]\Z", "", words)).replace(" ", "")
    return joined or None


def host(url: str) -> str | None:
    """The host of a web address, without its www."""
    found = _HOST.match(url.lower())
    return found[1] if found else None


def point(value: str) -> str:
    """A number or an address as it is compared, however it is written."""
    folded = value.lower().strip()
    digits = re.sub(r"[^0-9]+", "", folded)
    is_number = len(digits) >= 7 and _NUMBER.fullmatch(folded)
    return digits[-DIGITS:] if is_number else re.sub(r"\s+", "", folded)


def _filled(wanted: str, otherwise: str) -> str | None:
    return (wanted if len(wanted) >= 2 else otherwise) or None
