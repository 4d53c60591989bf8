"""Search patterns that administrators write, as far as nobody can make a server think for ever.

A pattern that looks back has as many ways through a text as its repeats and choices multiply to. They are counted
before it is ever used, for a text of LONGEST characters; one with more than MOST_WAYS is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from re import _constants as codes  # type: ignore[attr-defined]  # the standard library reads a pattern so
from re import _parser as reading  # type: ignore[attr-defined]
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.unreadable import Unreadable

LONGEST = 120  # characters of a text that patterns are held against; longer ones stay as they are
LONGEST_PATTERN = 200
MOST_WAYS = 20_000
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
GROUPS = (codes.SUBPATTERN, codes.ATOMIC_GROUP)


def refuse_unfit(by: str, find: re.Pattern[str]) -> None:
    """Raise re.error or IndexError for a replacement that names a group which the pattern does not have."""
    reading.parse_template(by, find)


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str]:
    """The pattern, read. Raises Unreadable for one that is none, or that could take too long."""
    if len(text) > LONGEST_PATTERN:
        raise Unreadable(_("A pattern has at most %(most)s characters."), most=LONGEST_PATTERN)
    try:
        parsed, found = reading.parse(text), re.compile(text)
    except (re.error, RecursionError, OverflowError) as wrong:
        raise Unreadable(_("This is no pattern that can be read: %(why)s."), why=str(wrong)[:80]) from wrong
    if ways(parsed) > MOST_WAYS:
        raise Unreadable(_("This pattern could take too long: use fewer repeats, and none within another."))
    return found


def replaced(text: str, find: str, by: str) -> str:
    """Every place where the pattern fits, by the words given; \\1 stands for the first group."""
    if len(text) > LONGEST:
        return text
    try:
        return pattern(find).sub(by, text)
    except (Unreadable, re.error, IndexError):
        return text


def ways(parsed: Any) -> float:
    """In how many ways a text can be tried at most, from one place of it."""
    product: float = 1
    for code, given in parsed:
        product *= _ways_of(code, given)
    return product


def _ways_of(code: Any, given: Any) -> float:
    if code in REPEATS:
        return _repeated(*given)
    if code is codes.BRANCH:
        return sum(ways(branch) for branch in given[1])
    if code in GROUPS:
        return ways(given[-1] if code is codes.SUBPATTERN else given)
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return ways(given[1])
    return inf if code in (codes.GROUPREF, codes.GROUPREF_EXISTS) else 1


def _repeated(least: int, most: int, inner: Any) -> float:
    """So many lengths, each with every way of what is repeated."""
    times = min(int(most), LONGEST)
    within = ways(inner)
    if within == 1:
        return max(times - least + 1, 1)
    return inf if times > 20 else within**times * (times - least + 1)
