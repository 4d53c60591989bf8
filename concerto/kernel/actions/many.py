"""Many records of a noun written in one transaction: new ones all together, and locks taken in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.change import wrong_with
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.values import closed, parse, resolve
from concerto.kernel.entity.cleaning import given
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.fields.link import Named

Raw = Mapping[str, Any]
Links = dict[tuple[str, object], "int | Unreadable"]


def create_many(actor: Actor, entity: Entity, raws: Sequence[Raw]) -> list[Record | Refused]:
    """A new record of each, or why there is none, in the order given; what can be kept is kept.

    One insert and one COPY into the journal for all. Where the database refuses one, which it does not name, they are
    made one by one instead.
    """
    if not may(actor, entity, Act.CREATE):
        return [Forbidden() for _raw in raws]
    begun = blanks(actor, entity, raws)
    good = [record for record in begun if isinstance(record, Record)]
    if all_together(actor, entity, good):
        return begun
    return [
        one_by_one(actor, entity, raw) if isinstance(each, Record) else each
        for each, raw in zip(begun, raws, strict=True)
    ]


def all_together(actor: Actor, entity: Entity, records: Sequence[Record]) -> bool:
    """Keep them all, or none: then something was wrong with one of them."""
    try:
        with transaction.atomic():
            add_many(actor.doing(standard.CREATE), entity, [(None, record) for record in records])
            ids = [record.pk for record in records]
            if len(reached(actor, entity.model, ids, Act.CREATE)) < len(ids):
                raise Forbidden()
    except Refused:
        return False
    return True


def one_by_one(actor: Actor, entity: Entity, raw: Raw) -> Record | Refused:
    try:
        with transaction.atomic():
            return standard.create(actor, entity, raw)
    except Refused as refused:
        return refused


def blanks(actor: Actor, entity: Entity, raws: Sequence[Raw]) -> list[Record | Refused]:
    """Each as it would be kept, or what is wrong with it as far as that can be told without keeping it."""
    read = [
        (values, problems | closed(entity, values)) for values, problems in (parse(actor, entity, raw) for raw in raws)
    ]
    links = links_of(actor, entity, [values for values, _problems in read])
    records = [begun(actor, entity, values, problems, links) for values, problems in read]
    for record, raw, (values, _problems) in zip(records, raws, read, strict=True):
        if isinstance(record, Record):
            record.typed = given(entity, raw, values)
    return records


def begun(actor: Actor, entity: Entity, values: Raw, problems: dict[str, Label], links: Links) -> Record | Refused:
    record = standard.blank(actor, entity)
    for id, value in values.items():
        field = entity.fields[id]
        found = links[id, value] if field.is_link and value is not None else value
        if isinstance(found, Unreadable):
            problems[id] = found.message
        else:
            field.keep(record, found)
    problems = problems or wrong_with(entity, record)
    return Invalid(problems) if problems else record


def links_of(actor: Actor, entity: Entity, rows: Sequence[Raw]) -> Links:
    """What every link that the rows name leads to: one query for all ids of a link, one for each name that is used."""
    found: Links = {}
    for field in entity.links:
        wanted = {row[field.id] for row in rows if row.get(field.id) is not None}
        found |= {(field.id, id): id for id in known(actor, field, {one for one in wanted if isinstance(one, int)})}
        for one in wanted:
            if (field.id, one) not in found:
                found[field.id, one] = led(actor, field, one)
    return found


def known(actor: Actor, field: Field, ids: set[int]) -> list[int]:
    return list(reached(actor, entity_of(field.target).model, ids))


def led(actor: Actor, field: Field, value: int | Named) -> int | Unreadable:
    try:
        return resolve(actor, field, value)
    except Unreadable as unreadable:
        return unreadable


def lock_in_order(actor: Actor, entity: Entity, ids: Sequence[int]) -> None:
    """Lock rows by rising id, so that two who change the same many in different orders wait instead of meeting head-on."""
    rows = visible_to(actor, entity.model).filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
