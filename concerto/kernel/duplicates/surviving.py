"""Which values a merged record should have: by the rules that administrators keep, by the description, else the usual way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.duplicates.rule.entity import sources_of
from concerto.kernel.duplicates.rule.model import Rule, Survives
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record

UNITED = ("tags", "choices")  # kinds of which both sides' members survive
_ORIGINS = """
    select distinct on (journal.record, each.key) journal.record, each.key, journal.door, journal.at
    from journal, jsonb_object_keys(journal.changes) as each(key)
    where journal.entity = %s and journal.record = any(%s) order by journal.record, each.key, journal.id desc
"""


@dataclass(frozen=True)
class Origin:
    """By which door a value came, and when; nothing is known of what no journal line tells."""

    door: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """The value a field should have, and by which rule; `from_loser`, whether it is the other record's."""

    field: Field
    value: Any
    rule: str
    from_loser: bool


Origins = Mapping[tuple[int, str], Origin]


def proposals(actor: Actor, entity: Entity, winner: Record, loser: Record) -> dict[str, Proposal]:
    """Field id → what it should be, for the fields in which the two differ and that the actor may write."""
    rules, origins = rules_of(entity), origins_of(entity, winner.pk, loser.pk)
    differing = (field for field in writable(actor, entity).values() if field.value(winner) != field.value(loser))
    return {field.id: proposed(field, winner, loser, rules.get(field.id), origins) for field in differing}


def chosen(made: Mapping[str, Proposal]) -> dict[str, Any]:
    """The values to be set on the winner."""
    return {id: each.value for id, each in made.items() if each.from_loser}


def rules_of(entity: Entity) -> dict[str, Rule]:
    """Field id → rule: those kept as data, else those of the description."""
    declared = {symbol.field.name: how for symbol, how in ((entity.alike and entity.alike.survive) or {}).items()}
    rules = {id: Rule(noun=entity.id, field=id, rule=how, sources="") for id, how in declared.items()}
    kept = Rule.everything.filter(noun=entity.id, trashed_at=None)
    return rules | {rule.field: rule for rule in kept if isinstance(rule, Rule)}


def proposed(field: Field, winner: Record, loser: Record, rule: Rule | None, origins: Origins) -> Proposal:
    """Where one side is empty the other is taken; lists are united; else the rule decides, and without one the winner."""
    mine, theirs, how = field.value(winner), field.value(loser), rule.rule if rule else Survives.KEEP
    if field.kind.id in UNITED and how == Survives.KEEP:
        united = [*mine, *(each for each in theirs if each not in mine)]
        return Proposal(field, united, "united", united != list(mine))
    if how != Survives.LOCKED and (field.kind.is_empty(mine) or field.kind.is_empty(theirs)):
        from_loser = field.kind.is_empty(mine)
        return Proposal(field, theirs if from_loser else mine, "filled", from_loser)
    known = (origins.get((winner.pk, field.id), Origin()), origins.get((loser.pk, field.id), Origin()))
    from_loser = rule is not None and _theirs_wins(rule, mine, theirs, *known)
    return Proposal(field, theirs if from_loser else mine, str(how), from_loser)


def _theirs_wins(rule: Rule, mine: Any, theirs: Any, my: Origin, their: Origin) -> bool:
    match rule.rule:
        case Survives.NEWEST | Survives.OLDEST:
            if my.at is None or their.at is None:
                return False
            return their.at > my.at if rule.rule == Survives.NEWEST else their.at < my.at
        case Survives.LONGEST:
            return bool(theirs > mine) if _is_number(mine) and _is_number(theirs) else len(str(theirs)) > len(str(mine))
        case Survives.TRUSTED:
            trusted = sources_of(rule)
            return _rank(trusted, their.door) < _rank(trusted, my.door)
        case _:
            return False


def _is_number(value: Any) -> bool:
    return hasattr(value, "real") and not isinstance(value, bool)


def _rank(trusted: list[str], door: str) -> int:
    return trusted.index(door) if door in trusted else len(trusted)


def origins_of(entity: Entity, *ids: int) -> Origins:
    """(record, field id) → where its value came from last, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, [entity.id, list(ids)])
        return {(record, key): Origin(door, at) for record, key, door, at in cursor.fetchall()}
