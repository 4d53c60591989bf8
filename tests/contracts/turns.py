"""Who asks what, where not everybody need ask for everything: all of them together leave nothing out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def in_turn(things: Iterable[Thing], place: int, turns: int) -> list[Thing]:
    """Every so many-th thing; at the next place those after them."""
    return list(things)[place % turns :: turns]
