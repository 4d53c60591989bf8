"""How every process learns what administrators keep: a number that each change of it raises, read with the actor.

The number comes from a sequence, which no rollback winds back: what was built for one number is right for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection

from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import declared, find
from concerto.kernel.entity.shape import Shape
from concerto.kernel.entity.shapes import NOTHING_ADDED, Shapes, begin, current
from concerto.kernel.overlay.building import shape_of
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.custom_object.building import noun_of
from concerto.kernel.overlay.custom_object.model import CustomObject
from concerto.kernel.overlay.layout.model import Layout
from concerto.kernel.overlay.linked.building import TAKEN, kept_by_themselves, taken_fields
from concerto.kernel.overlay.required_policy.model import RequiredPolicy

VERSION = "(select version from kernel_overlay)"
TRIES = 5
_beside: dict[str, Callable[[], Any]] = {}
_made: dict[str, tuple[tuple[Any, ...], Shape]] = {}  # by noun: what its shape was last made of, and the shape


def keep_beside(name: str, read: Callable[[], Any]) -> None:
    """Have something else that administrators keep, whose changes raise the same number, read along with the shapes."""
    _beside[name] = read


def follow(version: int) -> None:
    """Work with what administrators keep now, whose number is `version`; asks the database only where it is news."""
    known = current()
    begin(known if known.version == version else _latest(version))


def refresh() -> None:
    """The same where nobody acts, as when a worker begins: asks for the number first."""
    follow(version_now())


def learn(nouns: Iterable[str]) -> None:
    """Look again where one of these is not known here: an administrator may have described it a moment ago."""
    if any(find(noun) is None for noun in nouns):
        refresh()


def version_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select {VERSION}")
        return int(cursor.fetchone()[0])


def _latest(version: int) -> Shapes:
    """The shapes of this number; read again where it moves on meanwhile."""
    if version == NOTHING_ADDED.version:
        return NOTHING_ADDED
    for _try in range(TRIES):
        shapes = _read(version)
        now = version_now()
        if now == version:
            break
        version = now
    return shapes


def _read(version: int) -> Shapes:
    by_noun: dict[str, list[CustomField]] = defaultdict(list)
    living = CustomField.everything.filter(trashed_at=None, retired_at=None, erased_at=None)
    for row in living.defer("search").order_by("position", "pk"):
        assert isinstance(row, CustomField)
        by_noun[row.noun].append(row)
    layouts = {
        row.noun: row for row in Layout.everything.filter(trashed_at=None).defer("search") if isinstance(row, Layout)
    }
    described = {row.key: noun_of(row) for row in _objects()}
    known = {entity.id: entity for entity in declared()} | described
    rules, policies = _kept_by_noun(CleaningRule, "position", "pk"), _kept_by_noun(RequiredPolicy, "pk")

    def shape(noun: str, rows: Sequence[CustomField], taken: Sequence[Added] = ()) -> Shape:
        return _shape(known[noun], rows, layouts.get(noun), rules.get(noun, ()), policies.get(noun, ()), taken)

    nouns = {*by_noun, *layouts, *rules, *policies} & known.keys()
    shapes = {noun: shape(noun, kept_by_themselves(by_noun[noun])) for noun in nouns}
    taking = [row for noun in nouns for row in by_noun[noun] if row.kind in TAKEN]
    taken = taken_fields(known, shapes, taking)
    for noun in {row.noun for row in taking}:
        shapes[noun] = shape(noun, [row for row in by_noun[noun] if row.kind not in TAKEN], taken.get(noun, ()))
    return Shapes(version, shapes, described, {name: read() for name, read in _beside.items()})


def _shape(
    entity: Entity,
    rows: Sequence[CustomField],
    layout: Layout | None,
    rules: Sequence[CleaningRule],
    policies: Sequence[RequiredPolicy],
    taken: Sequence[Added],
) -> Shape:
    """The same shape as before where its noun is still made of the same, so that what was made of that one holds, too."""
    made_of = (entity, _said(rows), _said([layout] if layout else ()), _said(rules), _said(policies), tuple(taken))
    made = _made.get(entity.id)
    if made is None or made[0] != made_of:
        made = _made[entity.id] = (made_of, shape_of(entity, rows, layout, rules, policies, taken))
    return made[1]


def _said(rows: Iterable[Record]) -> str:
    """All that stands in the rows."""
    return repr([[getattr(row, name) for name in _columns(type(row))] for row in rows])


@cache
def _columns(model: type[Record]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields if column.name != "search"]


def _kept_by_noun(model: type[Any], *order: str) -> dict[str, list[Any]]:
    """What is in force of something that administrators keep for nouns."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in model.everything.filter(trashed_at=None, active=True).defer("search").order_by(*order):
        found[row.noun].append(row)
    return found


def _objects() -> Iterator[CustomObject]:
    for row in CustomObject.everything.filter(trashed_at=None).defer("search").order_by("position", "pk"):
        assert isinstance(row, CustomObject)
        yield row
