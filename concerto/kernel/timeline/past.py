"""A record as it was at a moment, told by the journal backwards from what it is now; one query, rights of today."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.actions.standard import CREATE, DELETE, RESTORE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.language import Unclear
from concerto.kernel.query.veil import blank

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NEVER_TOLD = {"updated_at", "trashed_at"}  # the journal has no values of these
_THEN = """
    with mine as (
        select id, at, verb, changes from journal where entity = %(entity)s and record = %(record)s
    ), told as (
        select at from mine where changes = '{}' or changes ?| %(fields)s or verb = %(create)s
    ), since as (
        select max(at) as at from told where at <= %(at)s
    ), first as (
        select distinct on (key) key, value -> 0 as before
        from mine, jsonb_each(changes) where mine.at > %(at)s order by key, id
    )
    select (select coalesce(jsonb_object_agg(key, before), '{}') from first)::text, (select at from since),
        (select max(told.at) from told, since where told.at < since.at), (select min(at) from told where at > %(at)s),
        (select count(*) from mine where at > %(at)s),
        (select verb from mine where at <= %(at)s and verb = any(%(moves)s) order by id desc limit 1) = %(delete)s
"""


class NotYet(NotThere):
    """The record is there now, and was not then."""

    def __init__(self) -> None:
        super().__init__(_("This record was not there yet at that moment."))


@dataclass(frozen=True)
class Past:
    """`record` with the values of then. `since` is the change that made it so; `before` and `after` are those around it."""

    at: datetime
    record: Record
    fields: frozenset[str]  # ids of the fields that the journal knows
    since: datetime
    before: datetime | None
    after: datetime | None
    was_trashed: bool


def moment_asked(text: str) -> datetime:
    """A moment in ISO 8601, or the end of a day, by the reader's own clock. Raises Unclear."""
    try:
        if _DAY.fullmatch(text):
            return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.max))
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus is a blank in an address
        aware = timezone.make_aware(moment) if moment.tzinfo is None else moment
        aware.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError) as wrong:
        raise Unclear(_("“at” is a day, as in 2026-05-01, or a moment, as in 2026-05-01T14:30:00+08:00.")) from wrong
    return aware


def past_of(actor: Actor, record: Record, at: datetime) -> Past:
    """A record that `actor` was shown, as it was at a moment. Raises NotYet."""
    entity = entity_of(record)
    raw, since, before, after, later, trashed = _asked(actor, entity, record, at)
    if since is None and after is None and record.created_at and record.created_at <= at:
        since = record.created_at  # what came without lines of its own, as many events at once do, is as it came
    if since is None:
        raise NotYet()
    then = twin(record)
    then._state = copy(record._state)
    then._state.fields_cache = dict(record._state.fields_cache)
    then.custom = dict(record.custom)
    then.version = max(1, record.version - later)
    changed = {id: value for id, value in orjson.loads(raw).items() if id in entity.fields}
    for id, value in changed.items():
        _set(actor, then, entity.fields[id], value)
    known = frozenset(id for id, field in entity.fields.items() if not field.derived or id in changed) - NEVER_TOLD
    return Past(at, then, known, since, before, after, bool(trashed))


def twin(record: Record) -> Record:
    """Another object with the same values. Not by `copy`, which asks for the model by name: what administrators described has none."""
    made = object.__new__(type(record))
    vars(made).update(vars(record))
    return made


def _asked(actor: Actor, entity: Entity, record: Record, at: datetime) -> tuple[Any, ...]:
    given: dict[str, Any] = {
        "entity": entity.id,
        "record": record.pk,
        "at": at,
        "fields": list(seen(actor, entity)),
        "create": CREATE,
        "delete": DELETE,
        "moves": [CREATE, DELETE, RESTORE],
    }
    with connection.cursor() as cursor:
        cursor.execute(_THEN, given)
        found: tuple[Any, ...] = cursor.fetchone()
    return found


def _set(actor: Actor, record: Record, field: Field, value: Any) -> None:
    loaded = field.kind.empty if value is None else field.kind.load(field, value)
    field.keep(record, loaded)
    if not field.is_link or not loaded:
        return
    target = entity_of(field.target)
    linked = visible_to(actor, target.model).filter(pk=loaded).defer("search").first() or blank(target, loaded)
    if field.is_custom:
        vars(record)[field.id] = linked
    else:
        setattr(record, field.id, linked)
