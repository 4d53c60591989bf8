"""What nouns add to record pages: how one writes on a timeline, what stands beside it, and what one begins from there.

A noun says it in its own `panels.py`, which is found as the apps load. Whatever is not said is derived: every noun that
links to a record has a panel on its page, and every noun that is an entry of its timeline can be written there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from concerto.kernel.entity.entity import Entity, Symbol
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.listing import Count

if TYPE_CHECKING:
    from concerto.kernel.pages.record.entries import Entry
    from concerto.kernel.pages.record.look import Look


class Place(Enum):
    """Where a panel stands: above the timeline, with the facts (how to reach, what belongs to it) or with what needs attention."""

    TOP = "top"
    FACTS = "facts"
    BESIDE = "beside"


@dataclass(frozen=True)
class Line:
    """One line of a panel. With a `record` it carries that record's mark, else the icon.

    note   what is said of it, under the title
    end    a short word at the end of the line
    call   an address of another kind to act on at once: tel:, mailto:
    """

    title: str
    url: str
    icon: str = ""
    record: Record | None = None
    note: str = ""
    end: str = ""
    call: str = ""
    faded: bool = False


@dataclass(frozen=True)
class Panel:
    """A box of lines about one record; `all` leads to the whole list, `add` to a form that begins with this record.

    With a `template` the box is drawn by it, as `panel`, from what it has `shown`; `lines` then only say whether there is any.
    """

    id: str
    label: Label
    lines: Sequence[Line]
    count: Count
    all: str = ""
    add: str = ""
    add_label: Label = ""
    template: str = ""
    shown: Sequence[Any] = ()


Draw: TypeAlias = "Callable[[Look], Panel | None]"


@dataclass(frozen=True)
class Drawn:
    """A panel that a noun draws itself, and the links whose derived panels it stands in for."""

    draw: Draw
    on: type[Record] | None
    place: Place
    instead_of: frozenset[tuple[type[Record], str]]


@dataclass(frozen=True)
class Composed:
    """How entries of a noun are written on a timeline: the fields asked for, and the choice that splits it into tabs."""

    entity: Entity
    fields: tuple[Field, ...]
    by: Field | None = None
    icons: Mapping[str, str] = field(default_factory=dict)
    prompt: Label = ""

    def icon_of(self, record: Record) -> str:
        """The sign of an entry: that of its choice, else of the noun."""
        return self.icons.get(self.by.value(record), self.entity.icon) if self.by else self.entity.icon


@dataclass(frozen=True)
class Beginning:
    """Something that one begins from a record, on the page `path` under its address: a button in its bar, and a key."""

    path: str
    label: Label
    icon: str
    key: str
    suits: Callable[[Look], bool]


@dataclass(frozen=True)
class Drawing:
    """What stands under a line of a timeline instead of the values that changed: a template, and what it shows as `drawing`.

    With a `record` it draws the whole entry, which is then about that one: what was said first, where this is its last answer.
    """

    template: str
    shown: Any
    record: Record | None = None


@dataclass(frozen=True)
class Offer:
    """A button at an entry: leads to `address`, or posts `values` there. `pressed`: it holds already, and the button ends it."""

    label: Label
    icon: str
    address: str
    values: Mapping[str, str] | None = None
    pressed: bool = False


@dataclass(frozen=True)
class Added:
    """What is added to a piece of a timeline: something above it, and buttons by the id of their entry."""

    head: Drawing | None = None
    offers: Mapping[int, Sequence[Offer]] = field(default_factory=dict)


DrawEntries: TypeAlias = "Callable[[Look, Sequence[Any]], Mapping[int, Drawing | None]]"
AddTo: TypeAlias = "Callable[[Look, Sequence[Entry]], Added]"
_entries: dict[str, DrawEntries] = {}
_additions: list[AddTo] = []
_drawn: list[Drawn] = []
_beginnings: list[Beginning] = []
_composed: dict[str, Composed] = {}


def panel(
    on: type[Record] | None, *, instead_of: Sequence[Symbol] = (), place: Place = Place.BESIDE
) -> Callable[[Draw], Draw]:
    """Make a function `look → Panel or None` a panel of `on`. It reads through `visible_to`, as everything does.

    What stands above the timeline and with the facts comes with the page; what stands beside is fetched once that is there. On None it
    stands on the pages of every noun whose records are not attached to others.
    """
    links = frozenset((symbol.field.model, symbol.field.name) for symbol in instead_of)

    def declare(draw: Draw) -> Draw:
        _drawn.append(Drawn(draw, on, place, links))
        return draw

    return declare


def compose(
    entity: Entity, *symbols: Symbol, by: Symbol = None, icons: Mapping[str, str] | None = None, prompt: Label = ""
) -> None:
    """Say how entries of a noun are written: the fields asked for, in order; `by` makes a tab of each of its choices."""
    fields = tuple(entity.at(symbol) for symbol in symbols)
    _composed[entity.id] = Composed(entity, fields, entity.at(by) if by else None, icons or {}, prompt)


def drawn_on(entity: Entity) -> Iterator[Drawn]:
    """The panels that nouns draw on the pages of `entity`, in the order they were declared."""
    return (drawn for drawn in _drawn if drawn.on is entity.model or (drawn.on is None and not entity.attached))


def draws_entries(entity: Entity) -> Callable[[DrawEntries], DrawEntries]:
    """Make a function `look, records → id: Drawing` what stands on timelines where records of a noun were last spoken of. Where it
    answers None for one, nothing is told there: it is told elsewhere."""

    def declare(draw: DrawEntries) -> DrawEntries:
        _entries[entity.id] = draw
        return draw

    return declare


def entries_drawn(entity: Entity) -> DrawEntries | None:
    return _entries.get(entity.id)


def adds_to_timelines(add: AddTo) -> AddTo:
    """Make a function `look, entries → Added` part of every timeline that one can write on. It asks for all entries at once."""
    _additions.append(add)
    return add


def added_to(look: Look, entries: Sequence[Entry]) -> list[Added]:
    return [add(look, entries) for add in _additions]


def begins(path: str, label: Label, icon: str, key: str, suits: Callable[[Look], bool]) -> None:
    """Offer to begin something from every record for which that `suits`; the page itself is declared among the addresses."""
    _beginnings.append(Beginning(path, label, icon, key, suits))


def beginnings(look: Look) -> list[Beginning]:
    return [each for each in _beginnings if each.suits(look)]


def composed(entity: Entity) -> Composed:
    """How entries of `entity` are written; where nothing was said, every field of its page is asked for."""
    return _composed.get(entity.id) or Composed(entity, tuple(_asked(entity)))


def _asked(entity: Entity) -> Iterator[Field]:
    return (
        field
        for _label, fields in entity.sections
        for field in fields
        if field != entity.follows and field.id in entity.written
    )
