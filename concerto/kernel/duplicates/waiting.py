"""How many pairs wait for somebody to decide, remembered for a moment: the rail tells it on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import monotonic

from django.db import connection

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import scopes
from concerto.kernel.duplicates.deciding import stewards
from concerto.kernel.duplicates.reading import alike_nouns
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope

MOMENT = 10.0  # seconds for which a number may be an old one
MOST = 1000  # that are told of a noun; one more is counted
_OPEN = """
    (select '{noun}', count(*) from (
        select from kernel_pair pair join {table} one on one.id = pair.one and one.trashed_at is null
        join {table} other on other.id = pair.other and other.trashed_at is null
        where pair.noun = '{noun}' and pair.verdict = 'open' limit {most}) waiting)
"""
_remembered: dict[str, tuple[float, Mapping[str, int]]] = {}


def waiting_for(actor: Actor) -> Mapping[str, int]:
    """Noun id → open pairs, at most MOST + 1, of the nouns of which the actor decides about all records."""
    nouns = {entity.id for entity in alike_nouns() if stewards(actor, entity) and _all(actor, entity)}
    return {noun: count for noun, count in waiting().items() if count and noun in nouns} if nouns else {}


def _all(actor: Actor, entity: Entity) -> bool:
    return all(Scope.ALL in scopes(actor, entity, act) for act in (Act.EDIT, Act.DELETE))


def waiting() -> Mapping[str, int]:
    """One statement for all nouns, asked again when a moment is over."""
    database = str(connection.settings_dict["NAME"])
    at, found = _remembered.get(database, (-MOMENT, {}))
    if monotonic() - at >= MOMENT:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(_statements()))
            found = dict(cursor.fetchall())
        _remembered[database] = (monotonic(), found)
    return found


def _statements() -> Iterator[str]:
    for entity in alike_nouns():
        yield _OPEN.format(noun=entity.id, table=connection.ops.quote_name(entity.model._meta.db_table), most=MOST + 1)
