"""What administrators keep as data, as it is in force: the shapes of nouns, and the nouns that they described themselves.

Whoever serves a request keeps the shapes with which it began: nothing moves under its feet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity
    from concerto.kernel.entity.shape import Shape


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes of all nouns that have something added, the nouns that administrators described (by id), and what others
    keep beside them (by its name), of one version of what they keep."""

    version: int
    by_noun: Mapping[str, Shape]
    described: Mapping[str, Entity] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)


NOTHING_ADDED = Shapes(0, {})
_latest = NOTHING_ADDED
_begun: ContextVar[Shapes | None] = ContextVar("shapes", default=None)


def current() -> Shapes:
    """What this thread works with: the shapes it began with, or the latest that any thread of the process has learnt."""
    return _begun.get() or _latest


def begin(shapes: Shapes) -> None:
    """Work with these from here on, as a request does when it begins."""
    global _latest
    _latest = shapes
    _begun.set(shapes)


@contextmanager
def within(shapes: Shapes) -> Iterator[None]:
    """Work with these for a while, whatever else is current."""
    before = _begun.set(shapes)
    try:
        yield
    finally:
        _begun.reset(before)
