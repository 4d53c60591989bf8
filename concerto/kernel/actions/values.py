"""From what a person, a file or a client gave to values a record may keep. All problems are told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import seen, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.cleaning import Beside, filled_by, read, standing_beside
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.shape import needed_of
from concerto.kernel.fields.choice import refuse_closed
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.redirects.finding import survivor

_WITH_CODE = re.compile(r"^(?P<title>.*) \[(?P<code>[A-Z]+-\d+)\]$", re.DOTALL)
_CODE = re.compile(r"^(?P<prefix>[A-Z]+)-(?P<id>\d{1,18})$")


def read_values(actor: Actor, entity: Entity, raw: Mapping[str, Any], record: Record | None = None) -> dict[str, Any]:
    """Read `raw` (field id → text or JSON) for writing by `actor`, into `record` where there is one. Raises Invalid with every problem found."""
    values, problems = parse(actor, entity, raw, record)
    found, missing = resolve_links(actor, entity, values)
    problems |= missing | closed(entity, values, record)
    if problems:
        raise Invalid(problems)
    return values | found


def parse(
    actor: Actor, entity: Entity, raw: Mapping[str, Any], record: Record | None = None
) -> tuple[dict[str, Any], dict[str, Label]]:
    """Each value by its kind: what could be read, and field id → what is wrong with the rest."""
    values: dict[str, Any] = {}
    problems: dict[str, Label] = {}
    allowed, looking = writable(actor, entity), entity.shape.looking
    beside = standing_beside(entity, values, record)
    for id, given in sorted(raw.items(), key=lambda each: each[0] in looking) if looking else raw.items():
        if id not in allowed:
            problems[id] = (
                _("You may not change this field.") if id in seen(actor, entity) else _("There is no such field.")
            )
            continue
        try:
            values[id] = read(entity, allowed[id], given, beside)
        except Unreadable as unreadable:
            problems[id] = unreadable.message
    return filled(entity, allowed, raw, beside) | values, problems


def closed(entity: Entity, values: Mapping[str, Any], record: Record | None = None) -> dict[str, Label]:
    """What is chosen though it is retired; what a record has already it keeps. Files may bring it: they hold the past."""
    problems: dict[str, Label] = {}
    for id, value in values.items():
        field = entity.fields[id]
        if not field.closed:
            continue
        try:
            refuse_closed(field, value, field.value(record) if record else None)
        except Unreadable as unreadable:
            problems[id] = unreadable.message
    return problems


def filled(entity: Entity, allowed: Mapping[str, Field], raw: Mapping[str, Any], beside: Beside) -> dict[str, Any]:
    """What given values say of fields that were not given, as far as those may be written."""
    cleaned = entity.shape.cleaning.keys() & raw.keys() & allowed.keys()
    said = (each for id in sorted(cleaned) for each in filled_by(entity, id, raw[id], beside))
    return {id: text for id, text in said if id in allowed and id not in raw and len(text) <= allowed[id].longest}


def missing(entity: Entity, record: Record) -> dict[str, Label]:
    """Required fields that a record leaves empty: those of the noun, and those of the company's own policies."""
    shape = entity.shape
    asked = shape.required
    if shape.needed:
        demanded = set(needed_of(entity, record))
        asked = tuple(field for id, field in shape.written.items() if field.required or id in demanded)
    return {field.id: _("This is needed.") for field in asked if field.kind.is_empty(field.value(record))}


def resolve_links(actor: Actor, entity: Entity, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Label]]:
    """Turn what names another record into its id, if the actor may see that record. An unseen one is as a missing one."""
    found: dict[str, Any] = {}
    problems: dict[str, Label] = {}
    for id, value in values.items():
        if not entity.fields[id].is_link or value is None:
            continue
        try:
            found[id] = resolve(actor, entity.fields[id], value)
        except Unreadable as unreadable:
            problems[id] = unreadable.message
    return found, problems


def resolve(actor: Actor, field: Field, value: int | Named) -> int:
    """The id of the record that a link value names; raises Unreadable where there is none or more than one."""
    if isinstance(value, int):
        here = reached(actor, entity_of(field.target).model, [value])
        ids = list(here) or onwards(actor, entity_of(field.target), value)
    else:
        ids = named_ids(actor, entity_of(field.target), value.words)
    if len(ids) == 1:
        return int(ids[0])
    if not ids:
        raise Unreadable(_("There is no such record."))
    raise Unreadable(_("Several records have this name; give the code as well, for example “Name [C-00012]”."))


def named_ids(actor: Actor, entity: Entity, words: str, *, most: int = 2) -> list[int]:
    """Ids of at most `most` records that `words` may mean: a code, "title [code]", or the exact title."""
    code, title = split_code(entity, words)
    if code is not None:
        here = [id for id, found in titled(actor, entity, {"pk": code}) if title is None or title in found]
        return here or onwards(actor, entity, code)
    called = titled(actor, entity, {f"{entity.title.id}__iexact": title or words}, most=most)
    return [id for id, _found in called] or _by_key(actor, entity, words)


def onwards(actor: Actor, entity: Entity, id: int) -> list[int]:
    """The visible record that one which was merged is now, as a list; empty where it was not merged."""
    now = survivor(entity.id, id)
    return [found for found, _title in titled(actor, entity, {"pk": now})] if now != id else []


def _by_key(actor: Actor, entity: Entity, words: str) -> list[int]:
    """Ids of records whose import key is exactly `words`, for keys other than the title: a person's username or mail."""
    for id in key_columns(entity):
        ids = [id for id, _found in titled(actor, entity, {f"{id}__iexact": words})]
        if ids:
            return ids
    return []


def key_columns(entity: Entity) -> list[str]:
    """Fields other than the title that name a record: its import keys, its mail addresses."""
    columns = {match.on.field.name for match in entity.match} | {
        field.id for field in entity.fields.values() if field.kind.id == "email"
    }
    return sorted(columns - {entity.title.id})


def split_code(entity: Entity, words: str) -> tuple[int | None, str | None]:
    """The id and the title in "C-00012" or "Acme [C-00012]"; (None, words) where there is no code of this noun."""
    framed = _WITH_CODE.match(words)
    title, code = (framed["title"], framed["code"]) if framed else (None, words)
    plain = _CODE.match(code)
    if plain is None or plain["prefix"] != entity.prefix:
        return None, words
    return int(plain["id"]), title


def titled(actor: Actor, entity: Entity, where: Mapping[str, Any], *, most: int = 2) -> list[tuple[int, str]]:
    """(id, title) of at most `most` visible records that meet `where`."""
    rows = visible_to(actor, entity.model).filter(**where)[:most]
    return [(row.pk, entity.title_of(row)) for row in rows]


def write_link(entity: Entity, record: Record) -> str:
    """A linked record as text that reads back to the same record: "Acme [C-00012]"."""
    return f"{entity.title_of(record)} [{entity.code(record.pk)}]"
