"""What a case of the benchmark is: what is asked, and the same work by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg

from concerto.site.bench.doors import Ask

Connection = psycopg.Connection[Any]
Floor = Callable[[Connection, int], object]


@dataclass(frozen=True)
class Case:
    """`ask` is what a client asks for by a door, given the number of the call; `floor` is the same work by hand."""

    name: str
    door: str
    ask: Callable[[int], Ask]
    floor: Floor


@dataclass(frozen=True)
class Known:
    """What the cases ask for: ids of customers, and the place in the middle of the list."""

    ids: Sequence[int]
    names: Sequence[str]
    middle: tuple[str, int]

    def at(self, number: int) -> int:
        """The customer of a call."""
        return self.ids[number % len(self.ids)]


def asking(path: str, **asked: str) -> Callable[[int], Ask]:
    address = f"{path}?{urlencode(asked)}" if asked else path
    return lambda _number: Ask(address)


def fetching(*statements: tuple[str, list[Any]]) -> Floor:
    return lambda connection, _number: [connection.execute(sql, values).fetchall() for sql, values in statements]
