"""How near two words are: Jaro's share of common letters, raised by Winkler for a common beginning.

M. A. Jaro, JASA 84 (1989); W. E. Winkler, ASA Survey Research Methods (1990).
"""

from __future__ import annotations

from functools import lru_cache

BOOST, PREFIX, FROM = 0.1, 4, 0.7  # of a common beginning of at most four letters, where the words are alike already


@lru_cache(maxsize=4096)
def jaro_winkler(one: str, two: str) -> float:
    """From 0, nothing in common, to 1, equal."""
    share = jaro(one, two)
    if share <= FROM:
        return share
    pairs = zip(one[:PREFIX], two[:PREFIX], strict=False)
    begun = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two), PREFIX))
    return share + begun * BOOST * (1 - share)


def jaro(one: str, two: str) -> float:
    """The mean of the shares of letters that both have near each other, and of those in the same order."""
    if one == two:
        return 1.0
    first, second = _common(one, two)
    if not first:
        return 0.0
    moved = sum(a != b for a, b in zip(first, second, strict=True)) // 2
    common = len(first)
    return (common / len(one) + common / len(two) + (common - moved) / common) / 3


def _common(one: str, two: str) -> tuple[list[str], list[str]]:
    """The letters in common, in the order of each word; a letter counts within half the longer word's length."""
    reach = max(max(len(one), len(two)) // 2 - 1, 0)
    taken = [False] * len(two)
    first = []
    for place, letter in enumerate(one):
        for other in range(max(0, place - reach), min(place + reach + 1, len(two))):
            if not taken[other] and two[other] == letter:
                taken[other] = True
                first.append(letter)
                break
    return first, [letter for letter, is_taken in zip(two, taken, strict=True) if is_taken]
