"""Which rows of a file are records we have: by code, or by the keys that the noun's description declares."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity, Match
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.imports.rows import Row
from concerto.kernel.text.pinyin import sort_key

Key = tuple[int, str]  # which Match of the entity, and the folded value


def keys_of(entity: Entity, row: Row) -> list[Key]:
    """The keys by which a row can be recognised, strongest first."""
    return [
        (number, str(value).casefold())
        for number, match in enumerate(entity.match)
        if (value := row.values.get(match.on.field.name)) and _applies(entity, match, row)
    ]


def _applies(entity: Entity, match: Match, row: Row) -> bool:
    """Whether the row is of the sort that this key identifies; what it does not say is as a new record would have it."""
    return all(
        row.values.get(id, entity.fields[id].column.get_default()) == wanted for id, wanted in match.only.items()
    )


def known_records(actor: Actor, entity: Entity, rows: Sequence[Row]) -> dict[int, Record]:
    """Row number → the record it is, locked until commit; one query per key, whatever the number of rows."""
    found: dict[int, Record] = {}
    coded = {row.id: row.number for row in rows if row.id}
    for record in _locked(actor, entity, Q(pk__in=coded)):
        found[coded[record.pk]] = record
    for number, match in enumerate(entity.match):
        found |= _by_key(actor, entity, match, number, [row for row in rows if row.number not in found])
    return found


def _by_key(actor: Actor, entity: Entity, match: Match, number: int, rows: Sequence[Row]) -> dict[int, Record]:
    wanted = {value: row.number for row in reversed(rows) for which, value in keys_of(entity, row) if which == number}
    if not wanted:
        return {}
    column = match.on.field.name
    records = _locked(actor, entity, _candidates(entity, column, list(wanted)) & Q(**match.only))
    return {
        wanted[folded]: record for record in records if (folded := str(getattr(record, column)).casefold()) in wanted
    }


def _candidates(entity: Entity, column: str, values: list[str]) -> Q:
    """Rows that may equal `values` whatever the case, by an index: titles by what they are sorted by, others folded."""
    if column == entity.title.id:
        return Q(sort_key__in={sort_key(value, person=person) for value in values for person in (False, True)})
    return Q((f"{column}__lower__in", values))


def _locked(actor: Actor, entity: Entity, condition: Q) -> list[Record]:
    rows = visible_to(actor, entity.model).filter(condition).select_for_update(of=("self",)).defer("search")
    return list(rows.order_by("-pk"))


def may_edit(actor: Actor, entity: Entity, records: Sequence[Record]) -> frozenset[int]:
    """Ids of those records that the actor may change."""
    ids = [record.pk for record in records]
    return frozenset(visible_to(actor, entity.model, Act.EDIT).filter(pk__in=ids).values_list("pk", flat=True))
