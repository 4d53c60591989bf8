"""What a noun adds to its own board: which columns stand there and what their heads say, a word on each card, what stands above.

A noun says it in its own `boards.py`, which is found as the apps load. A board that nobody dresses stands as it is derived.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.ui.sight import Sight

if TYPE_CHECKING:
    from concerto.kernel.pages.listing.asking import Shown
    from concerto.kernel.pages.listing.board import Head


@dataclass(frozen=True)
class Said:
    """What the head of a column says besides: a word at the end of its name, and one at the end of its figures."""

    note: Label = ""
    aside: Label = ""


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Sign:
    """A word at the end of a card's foot; `told` is said by pointing at it, `bad` draws the card as one that needs a hand."""

    words: str
    told: Label
    bad: bool = False


@dataclass(frozen=True)
class Above:
    """What stands above the columns, drawn by a template as `above`; it comes again after each move."""

    template: str
    shown: Any


class Dressing:
    """What is not said stays as it is."""

    def columns(self, asked: Shown, by: Field, values: Sequence[Any], filled: Collection[Any]) -> Sequence[Any]:
        """Those of the columns that stand there; `filled` are the ones with rows."""
        return values

    def said(self, by: Field, value: Any, total: Any) -> Said:
        return NOTHING_SAID

    def sign(self, sight: Sight, record: Record) -> Sign | None:
        return None

    def above(self, actor: Actor, asked: Shown, by: Field, heads: Sequence[Head], summed: Field | None) -> Above | None:
        return None


_dressed: dict[type[Record], Dressing] = {}
_PLAIN = Dressing()


def dress(model: type[Record], dressing: Dressing) -> None:
    """From now on the boards of a noun are dressed so."""
    _dressed[model] = dressing


def dressing_of(entity: Entity) -> Dressing:
    return _dressed.get(entity.model, _PLAIN)
