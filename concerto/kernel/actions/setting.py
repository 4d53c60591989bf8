"""One UPDATE for many rows together with the INSERT of their journal lines: the SQL behind `bulk`.

A change is told exactly as `change` tells it, so the same fields, kinds and topics hold; what the database cannot tell
alike (other kinds, checks of the noun, trees, unique values) is left to `change`, row by row: see `is_uniform`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import UniqueConstraint
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import could_be_above
from concerto.kernel.actions.change import index
from concerto.kernel.actions.roots import Step, root_above_sql
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.journal.writing import COLUMNS

# kinds whose values PostgreSQL writes as JSON just as the kind's `dump` does
ALIKE = {"text", "long-text", "email", "url", "choice", "choices", "link", "whole", "year", "yes-no", "day", "tags"}
AS_TEXT = {"money"}  # … if it is given the text of the number

_STATEMENT = """
    with given as (select * from unnest(%(ids)s::bigint[], %(sort_keys)s::text[], %(vectors)s::text[])
                   as given(id, sort_key, search)),
    old as (select row.* from (select row.id, {before} from {table} row join given on given.id = row.id) row
            where {differs}),
    new as (update {table} row set {sets}, version = row.version + 1, updated_at = %(now)s
            from old join given on given.id = old.id where row.id = old.id
            returning row.id, {topic} as topic, {topic_entity} as topic_entity, {root} as root, {happened} as happened)
    insert into journal ({columns})
    select %(actor)s, %(door)s, %(verb)s, %(entity)s, new.id, {changes}, new.topic_entity, new.topic,
           split_part(new.root, ':', 1), split_part(new.root, ':', 2)::bigint, new.happened,
           %(batch)s, %(line)s, %(because)s, %(reason)s, null
    from old join new on new.id = old.id order by new.id
    returning record
"""


def is_uniform(entity: Entity, fields: Iterable[Field]) -> bool:
    """Whether values of these fields can be set on many rows without looking at each."""
    if entity.checks or entity.shape.formulas:
        return False
    return all(_is_uniform(entity, field) and not _is_demanded(entity, field) for field in fields)


def _is_demanded(entity: Entity, field: Field) -> bool:
    """Whether a record may lack something once this field is another."""
    return (field == entity.steps and bool(entity.shape.needed)) or any(
        field.id in each.fields for each in entity.shape.needed
    )


def _is_uniform(entity: Entity, field: Field) -> bool:
    return not field.is_custom and field.kind.id in ALIKE | AS_TEXT and not field.tree and not _is_unique(entity, field)


def _is_unique(entity: Entity, field: Field) -> bool:
    constraints = [each for each in entity.model._meta.constraints if isinstance(each, UniqueConstraint)]
    named = {name for each in constraints for name in each.fields}
    told = " ".join(str(expression) for each in constraints for expression in each.expressions)
    return field.column.unique or field.id in named or f"F({field.id})" in told


@dataclass(frozen=True)
class Setting:
    """What is set: SQL for each column, from the row as it is now, and what search and sorting need besides."""

    actor: Actor
    entity: Entity
    sets: Mapping[str, str]  # column → SQL of the new value, which may speak of `row`
    told: Mapping[str, Field] = field(default_factory=dict)  # column → the field that the journal is told of
    values: Mapping[str, Any] = field(default_factory=dict)  # parameters of `sets`
    indexed: Mapping[str, Any] = field(default_factory=dict)  # attribute → value, where words of a record change

    @classmethod
    def of_values(cls, actor: Actor, entity: Entity, values: Mapping[str, Any]) -> Setting:
        fields = [entity.fields[id] for id in values]
        return cls(
            actor,
            entity,
            sets={each.column_name: f"%(v_{each.id})s::{each.column.db_type(connection)}" for each in fields},
            told={each.column_name: each for each in fields},
            values={f"v_{each.id}": each.column.get_db_prep_save(values[each.id], connection) for each in fields},
            indexed={each.attribute: values[each.id] for each in fields} if changes_words(entity, fields) else {},
        )

    @classmethod
    def of_members(cls, actor: Actor, entity: Entity, id: str, added: Sequence[int], removed: Sequence[int]) -> Setting:
        told = entity.fields[id]
        kept = (
            f"(select coalesce(array_agg(distinct each order by each), '{{}}') from"
            f" unnest(row.{told.column_name} || %(added)s::bigint[]) as every(each) where each <> all(%(removed)s::bigint[]))"
        )
        values = {"added": list(added), "removed": list(removed)}
        return cls(actor, entity, {told.column_name: kept}, {told.column_name: told}, values)

    @classmethod
    def of_place(cls, actor: Actor, entity: Entity, *, to_trash: bool) -> Setting:
        return cls(actor, entity, {"trashed_at": "%(now)s::timestamptz" if to_trash else "null::timestamptz"})

    def statement(self, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
        """The SQL and its parameters; it answers the ids of the rows that it changed."""
        quote = connection.ops.quote_name
        happened = f"row.{quote(self.entity.happened.column_name)}" if self.entity.happened else "null"
        sql = _STATEMENT.format(
            table=quote(self.entity.model._meta.db_table),
            before=", ".join(
                f"row.{quote(column)} as was_{column}, {new} as now_{column}" for column, new in self.sets.items()
            ),
            differs=" or ".join(self._difference(column) for column in self.sets),
            sets=", ".join(self._assignments()),
            topic=self._topic(),
            topic_entity=self._topic_entity(),
            root=root_above_sql(self._beneath()),
            happened=f"coalesce({happened}, %(now)s)",
            changes=self._changes(),
            columns=", ".join(COLUMNS),
        )
        return sql, self._parameters(ids)

    def _difference(self, column: str) -> str:
        """Of a place in the trash it is whether there is one that counts, not since when."""
        if column == "trashed_at":
            return "(was_trashed_at is null) <> (now_trashed_at is null)"
        return f"was_{column} is distinct from now_{column}"

    def _assignments(self) -> Iterable[str]:
        yield from (f"{connection.ops.quote_name(column)} = old.now_{column}" for column in self.sets)
        if self.indexed:
            yield "sort_key = given.sort_key, search = given.search::tsvector"

    def _changes(self) -> str:
        """The journal's JSON of a row: field → [before, after] of those that differ."""
        parts = [
            f"case when old.was_{column} is distinct from old.now_{column} then jsonb_build_object('{told.id}',"
            f" jsonb_build_array({_json(told, f'old.was_{column}')}, {_json(told, f'old.now_{column}')})) else '{{}}' end"
            for column, told in self.told.items()
        ]
        return " || ".join(parts) or "'{}'::jsonb"

    def _topic(self) -> str:
        """As `change.topic_of` has it."""
        if self.entity.attached:
            return "coalesce(row.number, row.id)" if self.entity.alone else "row.number"
        if self.entity.follows is None:
            return "row.id"
        return (
            "null::bigint" if self.entity.entry else f"row.{connection.ops.quote_name(self.entity.follows.column_name)}"
        )

    def _beneath(self) -> Sequence[Step]:
        """The records that a row can belong to: when which holds, and the id there."""
        if self.entity.attached:
            return [(f"row.prefix = '{each.prefix}'", each, "row.number") for each in could_be_above(self.entity)]
        if self.entity.follows is None or self.entity.entry or self.entity.aside:
            return []
        column = connection.ops.quote_name(self.entity.follows.column_name)
        return [("true", entity_of(self.entity.follows.target), f"row.{column}")]

    def _topic_entity(self) -> str:
        if not self.entity.attached:
            return "%(topic_entity)s::text"
        nouns = " ".join(f"when '{each.prefix}' then '{each.id}'" for each in entities())
        itself = f" else '{self.entity.id}'" if self.entity.alone else ""
        return f"case row.prefix {nouns}{itself} end"

    def _parameters(self, ids: Sequence[int]) -> dict[str, Any]:
        actor, follows = self.actor, self.entity.follows
        words = self._words(ids) if self.indexed else dict.fromkeys(ids, (None, None))
        topic_entity = self.entity if follows is None else None if self.entity.entry else entity_of(follows.target)
        return {
            **self.values,
            "ids": list(words),
            "sort_keys": [sort_key for sort_key, _vector in words.values()],
            "vectors": [vector for _sort_key, vector in words.values()],
            "now": timezone.now(),
            "actor": actor.person,
            "door": actor.door,
            "verb": actor.verb,
            "entity": self.entity.id,
            "topic_entity": topic_entity.id if topic_entity else None,
            "batch": actor.batch,
            "line": actor.line,
            "because": actor.because,
            "reason": actor.reason,
        }

    def _words(self, ids: Sequence[int]) -> dict[int, tuple[str, Any]]:
        """Id → what a row will be sorted and found by."""
        rows: Iterable[Record] = self.entity.model.everything.filter(pk__in=ids).defer("search")
        return {row.pk: self._indexed(row) for row in rows}

    def _indexed(self, row: Record) -> tuple[str, Any]:
        for attribute, value in self.indexed.items():
            setattr(row, attribute, value)
        index(self.entity, row)
        return row.sort_key, row.search


def _json(field: Field, sql: str) -> str:
    return f"to_jsonb({sql}::text)" if field.kind.id in AS_TEXT else f"to_jsonb({sql})"


def changes_words(entity: Entity, fields: Sequence[Field]) -> bool:
    """Whether records would be found or sorted by other words. A noun that decides by a value whether a record is a
    person is asked which fields it looks at."""
    looked_at = {entity.title, *entity.searched}
    return any(field in looked_at or field.attribute in _person_depends_on(entity) for field in fields)


def _person_depends_on(entity: Entity) -> set[str]:
    seen: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> None:
            seen.add(name)

    if callable(entity.person):
        entity.person(Watched())
    return seen
