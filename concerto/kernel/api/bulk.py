"""Up to a thousand writes to one noun in one request: all or nothing, or each on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions import standard
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.many import create_many, lock_in_order
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.etags import version_of
from concerto.kernel.api.problems import told
from concerto.kernel.api.refusals import ItemsRefused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.query.language import Unclear

MOST = 1000
CREATE, EDIT, DELETE, RESTORE = standard.CREATE, standard.EDIT, standard.DELETE, standard.RESTORE
_KNOWN = {"do", "id", "if_match", "values"}


@dataclass(frozen=True)
class Item:
    """One write: a verb, on a record where it is not a new one, with values."""

    do: str
    id: int
    version: int | None
    values: dict[str, Any]


def bulk(call: NounCall) -> HttpResponse:
    """`{"items": [{"status", "id", "version"} or {"status", "problem"}], "done": n, "refused": n}`, in the order asked."""
    given = body(call.request)
    items, atomic = read(call.entity, given)
    with transaction.atomic():
        done = write(call, items)
        results = [outcome(call.entity, item, each) for item, each in zip(items, done, strict=True)]
        refused = sum("problem" in result for result in results)
        if refused and atomic:
            raise ItemsRefused(results)
    return answer({"items": results, "done": len(results) - refused, "refused": refused})


# -- what is asked --------------------------------------------------------------------------------------------------
def read(entity: Entity, given: dict[str, Any]) -> tuple[list[Item], bool]:
    """The items and whether they are all or nothing. Raises Unclear for what is no such request at all."""
    unknown = given.keys() - {"items", "atomic"}
    raws, atomic = given.get("items"), given.get("atomic", True)
    if unknown or not isinstance(raws, list) or not isinstance(atomic, bool) or not 1 <= len(raws) <= MOST:
        raise Unclear(
            _('The body is {"items": […], "atomic": true or false} with 1 to %(most)s items.') % {"most": MOST}
        )
    return [item(entity, raw, place) for place, raw in enumerate(raws)], atomic


def item(entity: Entity, raw: Any, place: int) -> Item:
    """One item. Raises Unclear, which names its place: an item that cannot be read is no item."""
    if not isinstance(raw, dict) or raw.keys() - _KNOWN:
        raise wrong(place, _("it is an object of do, id, if_match and values"))
    do, id, tag, values = raw.get("do"), raw.get("id", 0), raw.get("if_match", ""), raw.get("values", {})
    if do not in (CREATE, EDIT, DELETE, RESTORE, *entity.actions):
        raise wrong(place, _("“do” is create, edit, delete, restore or a verb of this noun"))
    if type(id) is not int or (id == 0) != (do == CREATE) or not 0 <= id <= LARGEST_ID:
        raise wrong(place, _("“id” is the id of a record; a new one has none"))
    if not isinstance(tag, str) or not isinstance(values, dict) or (tag and do in (CREATE, RESTORE)):
        raise wrong(place, _("“if_match” is an ETag of a record that is there, “values” an object"))
    if values and do in (DELETE, RESTORE):
        raise wrong(place, _("it needs no values"))
    return Item(str(do), id, version_of(tag), values)


def wrong(place: int, what: Any) -> Unclear:
    return Unclear(_("Item %(place)s cannot be read: %(what)s.") % {"place": place, "what": what})


# -- what is done ---------------------------------------------------------------------------------------------------
def write(call: NounCall, items: Sequence[Item]) -> Iterator[Record | int | Refused]:
    """The record, the id of what is out of sight now, or the refusal of each item, in order; new ones that stand
    beside each other are made together."""
    lock_in_order(call.actor, call.entity, [item.id for item in items if item.id])
    for creating, group in groupby(items, lambda item: item.do == CREATE):
        if creating:
            yield from create_many(call.actor, call.entity, [item.values for item in group])
        else:
            yield from (changed(call, item) for item in group)


def changed(call: NounCall, item: Item) -> Record | int | Refused:
    try:
        with transaction.atomic():
            return one(call, item)
    except Refused as refused:
        return refused


def one(call: NounCall, item: Item) -> Record | int:
    """Do one item by the same verbs as every other door. Raises Refused."""
    actor, entity = call.actor, call.entity
    if item.do == EDIT:
        return standard.edit(actor, entity, item.id, item.values, version=item.version)
    if item.do == DELETE:
        return standard.delete(actor, entity, item.id, version=item.version)
    if item.do == RESTORE:
        return standard.restore(actor, entity, item.id)
    action = entity.actions[item.do]
    inputs = read_inputs(actor, action, item.values)
    action(actor, entity.model(id=item.id), version=item.version, **inputs)
    return item.id


def outcome(entity: Entity, item: Item, done: Record | int | Refused) -> dict[str, Any]:
    """What is told of one item."""
    if isinstance(done, Refused):
        return {"status": done.status, "problem": told(done)}
    if isinstance(done, int):
        return {"status": 200, "id": done, "code": entity.code(done)}
    status = 201 if item.do == CREATE else 200
    return {"status": status, "id": done.pk, "code": entity.code(done.pk), "version": done.version}
