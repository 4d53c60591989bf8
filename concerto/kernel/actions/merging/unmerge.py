"""Taking a merge back: every link and value to where it was, if nobody has moved it since; what was moved on is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.bulk import move_many
from concerto.kernel.actions.change import change
from concerto.kernel.actions.merging.merge import UNMERGE
from concerto.kernel.actions.merging.moving import lead, place
from concerto.kernel.actions.merging.references import Reference, keepers, names_records
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.actions.standard import RESTORE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import find, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.redirects.model import Merge


@dataclass
class Apart:
    """What an unmerge left as it is: fields of the winner, and records (noun, ids) that lead elsewhere by now."""

    merge: Merge
    fields: list[str] = field(default_factory=list)
    records: list[tuple[str, list[int]]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.fields and not self.records


def merge_of(entry: Entry) -> Merge | None:
    """The merge that a journal line tells of."""
    return Merge.objects.filter(line=entry.id, noun=entry.entity, winner=entry.record).first()


def unmerge(actor: Actor, noted: Merge) -> Apart:
    """Make two of one again. Raises NotThere, Forbidden, Invalid, or Refused where it was done already, or where the
    winner itself was merged on or put into the trash."""
    entity = named(noted.noun)
    with transaction.atomic():
        into = _winner(actor, entity, noted)
        noted = Merge.objects.select_for_update().get(pk=noted.pk)
        if noted.undone_at:
            raise Refused(_("This was taken back already. Nothing was changed."))
        gone = _loser(actor, entity, noted)
        actor, apart = actor.following(noted.line), Apart(noted)
        Merge.objects.filter(pk=noted.pk).update(undone_at=timezone.now())
        _values(actor.doing(UNMERGE), entity, into, noted, apart)
        place(actor.doing(RESTORE), entity, gone, in_trash=False)
        _links(actor, entity, noted, apart)
        for name, kept in noted.carried.items():
            if name in keepers():
                keepers()[name].bring_back(noted.noun, noted.loser, noted.winner, kept)
    return apart


def _winner(actor: Actor, entity: Entity, noted: Merge) -> Record:
    try:
        return locked(actor, entity.model, noted.winner, Act.EDIT)
    except NotThere:
        on = Merge.objects.filter(noun=noted.noun, loser=noted.winner, undone_at=None).first()
        if on and reached(actor, entity.model, [on.winner]):
            raise Refused(_("The record was itself merged into another since. Take that back first.")) from None
        raise


def _loser(actor: Actor, entity: Entity, noted: Merge) -> Record:
    """The row that comes back: whoever could have merged it may have it back."""
    if not may(actor, entity, Act.DELETE):
        raise Forbidden()
    rows = visible_to(actor, entity.model, Act.DELETE, trashed=True, merged=True)
    gone = rows.select_for_update(of=("self",), no_key=True).filter(pk=noted.loser).first()
    if gone is None:
        raise Forbidden()
    return gone


def _values(actor: Actor, entity: Entity, into: Record, noted: Merge, apart: Apart) -> None:
    """The winner's values as they were, but for those that were changed again."""
    back: dict[str, Any] = {}
    for id, (before, after) in noted.values.items():
        described = entity.fields.get(id)
        if described is None:
            continue
        if described.kind.id == "tags":
            back[id] = _members_back(described.value(into), before, after)
        elif described.dump(into) != after:
            apart.fields.append(id)
        else:
            back[id] = described.kind.empty if before is None else described.kind.load(described, before)
    change(actor, into, **back)


def _members_back(now: list[int], before: list[int] | None, after: list[int] | None) -> list[int]:
    """What the merge added is taken out, whatever else is in the list by now."""
    added = set(after or ()) - set(before or ())
    return [id for id in now if id not in added]


def _links(actor: Actor, entity: Entity, noted: Merge, apart: Apart) -> None:
    for noun, field_id, ids, emptied in noted.moved:
        reference = _reference(noun, field_id)
        if reference is None:
            continue
        still = _still(entity, reference, ids, noted.winner, emptied=emptied)
        stuck = lead(actor.doing(UNMERGE), reference, still, reference.value(entity, noted.loser))
        moved_on = sorted({*ids} - {*still} | {*stuck})
        if moved_on:
            apart.records.append((noun, moved_on))
    for noun, ids in noted.dropped:
        stuck = sorted(_restored(actor.doing(RESTORE), noun, ids))
        if stuck:
            apart.records.append((noun, stuck))


def _still(entity: Entity, reference: Reference, ids: list[int], winner: int, *, emptied: bool) -> list[int]:
    """Those that still lead where the merge let them lead."""
    field = reference.field
    there = field.where_empty() if emptied else field.where("exact", reference.value(entity, winner))
    rows = reference.entity.model.everything.filter(there, pk__in=ids).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _restored(actor: Actor, noun: str, ids: list[int]) -> Iterator[int]:
    """Take records out of the trash one by one; those for which there is no place any more are answered."""
    found = find(noun)
    for id in ids if found else ():
        assert found
        try:
            move_many(actor, found, [id], to_trash=False)
        except Invalid:
            yield id


def _reference(noun: str, field_id: str) -> Reference | None:
    """The field as it is described today; None where an administrator removed it."""
    entity = find(noun)
    if entity is None or field_id not in entity.fields:
        return None
    return Reference(
        entity, entity.fields[field_id], by_code=names_records(entity) and not entity.fields[field_id].is_link
    )
