"""The record that stands for itself above one that belongs to another, as SQL: for journal lines that one statement writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from django.db import connection

from concerto.kernel.access.rights import could_be_above
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of

Step: TypeAlias = tuple[str, Entity, str]  # when it holds, the noun, and the id of its record: two of them SQL


def root_above_sql(steps: Sequence[Step]) -> str:
    """`noun:id` of what stands above the records that these steps lead to; null where they stand for themselves."""
    cases = [
        f"when {holds} then {_above(entity, id)}" for holds, entity, id in steps if entity.follows or entity.attached
    ]
    return f"case {' '.join(cases)} end" if cases else "null::text"


def _above(entity: Entity, id: str) -> str:
    """What stands highest above the record of this noun with this id."""
    table = connection.ops.quote_name(entity.model._meta.db_table)
    return f"(select {_highest(entity)} from {table} up_{entity.prefix} where up_{entity.prefix}.id = {id})"


def _highest(entity: Entity) -> str:
    here = f"up_{entity.prefix}"
    if entity.follows:
        column = f"{here}.{connection.ops.quote_name(entity.follows.column_name)}"
        return _or_higher(entity_of(entity.follows.target), column)
    cases = " ".join(
        f"when '{each.prefix}' then {_or_higher(each, f'{here}.number')}" for each in could_be_above(entity)
    )
    return f"case {here}.prefix {cases} end"


def _or_higher(entity: Entity, id: str) -> str:
    own = f"'{entity.id}:' || {id}"
    return f"coalesce({_above(entity, id)}, {own})" if entity.follows or entity.attached else own
