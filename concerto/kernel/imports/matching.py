"""Which rows of a file are records we have: by code, or by the keys that the noun's description declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q
from django.db.models.functions import Lower

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.naming import sort_keys
from concerto.kernel.entity.among import Among, ids
from concerto.kernel.entity.entity import Entity, Match
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.imports.rows import Row

Key = tuple[int, str]  # which Match of the entity, and the folded value


MATCHING = ("text", "email", "phone", "url")  # kinds of fields by which people may have records recognised


def can_match(entity: Entity, id: str) -> bool:
    """Whether people may choose this field for recognising records by."""
    field = entity.own_fields.get(id)
    return field is not None and field.kind.id in MATCHING and id in entity.own_shape.written


def matches(entity: Entity, chosen: str) -> Sequence[Match]:
    """How records are recognised beside by their codes: by the field that was chosen, else as the noun has it."""
    return [Match(getattr(entity.model, chosen))] if can_match(entity, chosen) else entity.match


def keys_of(entity: Entity, matches: Sequence[Match], row: Row) -> list[Key]:
    """The keys by which a row can be recognised, strongest first."""
    return [
        (number, str(value).casefold())
        for number, match in enumerate(matches)
        if (value := row.values.get(match.on.field.name)) and _applies(entity, match, row)
    ]


def _applies(entity: Entity, match: Match, row: Row) -> bool:
    """Whether the row is of the sort that this key identifies; what it does not say is as a new record would have it."""
    return all(
        row.values.get(id, entity.fields[id].column.get_default()) == wanted for id, wanted in match.only.items()
    )


class Known:
    """The records that some rows are about, found by a query for each key and locked until commit where `locked`."""

    def __init__(self, actor: Actor, entity: Entity, matches: Sequence[Match], *, locked: bool) -> None:
        self.actor, self.entity, self.matches, self.locked = actor, entity, matches, locked

    def among(self, rows: Sequence[Row], sorted_by: Mapping[int, Sequence[str]]) -> dict[int, Record]:
        """Row number → record. `sorted_by` are the keys that the title of a row may be sorted by, where they are made."""
        named = {row.id for row in rows if row.id}
        coded = self._found(Q(ids(named))) if named else {}
        found = {row.number: coded[row.id] for row in rows if row.id and row.id in coded}
        for number, match in enumerate(self.matches):
            found |= self._by_key(match, number, [row for row in rows if row.number not in found], sorted_by)
        return found

    def _by_key(
        self, match: Match, number: int, rows: Sequence[Row], sorted_by: Mapping[int, Sequence[str]]
    ) -> Iterator[tuple[int, Record]]:
        wanted: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for which, value in row.keys:
                if which == number:
                    wanted[value].append(row)
        if not wanted:
            return
        column = match.on.field.name
        condition = self._candidates(column, wanted, sorted_by) & Q(**match.only)
        known = {str(getattr(record, column)).casefold(): record for record in self._found(condition).values()}
        yield from ((row.number, known[value]) for value, alike in wanted.items() if value in known for row in alike)

    def _candidates(
        self, column: str, wanted: Mapping[str, Sequence[Row]], sorted_by: Mapping[int, Sequence[str]]
    ) -> Q:
        """Records that may have these values whatever the case, by an index: titles by what they are sorted by."""
        if column != self.entity.title.id:
            return Q(Among(Lower(column), wanted))
        rows = [row for alike in wanted.values() for row in alike]
        keys = {key for row in rows for key in sorted_by.get(row.number) or sort_keys(str(row.values[column]))}
        return Q(Among("sort_key", keys))

    def _found(self, condition: Q) -> dict[int | None, Record]:
        """By id; of several with the same key the oldest comes last."""
        rows = visible_to(self.actor, self.entity.model).filter(condition).defer("search").order_by("-pk")
        return {row.pk: row for row in (rows.select_for_update(of=("self",), no_key=True) if self.locked else rows)}


def may_edit(actor: Actor, entity: Entity, records: Sequence[Record]) -> frozenset[int]:
    """Ids of those records that the actor may change."""
    rows = visible_to(actor, entity.model, Act.EDIT).filter(ids(record.pk for record in records))
    return frozenset(rows.values_list("pk", flat=True))
