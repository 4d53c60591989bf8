"""Merging: what leads to one record leads to the other, which takes the values chosen; the first becomes a way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change, guard, line
from concerto.kernel.actions.merging.moving import drop, empty, lead, place
from concerto.kernel.actions.merging.references import Reference, keepers, references_to
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.actions.standard import DELETE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write
from concerto.kernel.redirects.finding import survivor
from concerto.kernel.redirects.model import Merge

MERGE, UNMERGE = "merge-records", "unmerge-records"  # in the journal; nouns may have a verb of their own called merge


def merge(
    actor: Actor,
    entity: Entity,
    winner: int,
    loser: int,
    values: Mapping[str, Any] | None = None,
    *,
    versions: tuple[int | None, int | None] = (None, None),
) -> Merge:
    """Merge `loser` into `winner`, which keeps its values but for `values` (as read by `read_values`).

    Needs the right to edit both and to delete the loser. Raises NotThere, Forbidden, Stale, Invalid, or Refused where
    somebody was quicker.
    """
    if winner == loser:
        raise Refused(_("A record cannot be merged with itself."))
    with transaction.atomic():
        into, gone = both(actor, entity, winner, loser, versions)
        given = _without_each_other(entity, into, gone, values or {})
        _refuse_unwritable(actor, entity, into, given)
        noted = _taken(actor.doing(MERGE), entity, into, gone, given)
        _move_over(actor.doing(MERGE).following(noted.line), entity, noted)
        guard(actor, entity, gone, {"trashed_at": [None, timezone.now()]})
        place(actor.doing(DELETE).following(noted.line), entity, gone, in_trash=True)
        noted.save()
    return noted


def both(
    actor: Actor, entity: Entity, winner: int, loser: int, versions: tuple[int | None, int | None]
) -> tuple[Record, Record]:
    """The two rows, locked in the order of their ids, so that two people who merge the same two wait for each other."""
    wanted = {winner: (Act.EDIT, versions[0]), loser: (Act.DELETE, versions[1])}
    try:
        rows = {id: locked(actor, entity.model, id, wanted[id][0], version=wanted[id][1]) for id in sorted(wanted)}
        locked(actor, entity.model, loser, Act.EDIT)
    except NotThere:
        _told_if_merged(actor, entity, winner, loser)
        raise
    return rows[winner], rows[loser]


def _told_if_merged(actor: Actor, entity: Entity, one: int, other: int) -> None:
    """Who was second is told so, if they may see what became of the two."""
    ends = {survivor(entity.id, one), survivor(entity.id, other)}
    if len(ends) == 1:
        locked(actor, entity.model, ends.pop(), Act.READ)
        raise Refused(_("These two were merged already."))


def _without_each_other(entity: Entity, into: Record, gone: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values to set; a link from the one to the other would lead to itself, so it leads where the other's led."""
    given = dict(values)
    for field in entity.links:
        if field.target is entity.model and given.get(field.id, field.value(into)) in (into.pk, gone.pk):
            beyond = field.value(gone)
            given[field.id] = None if beyond in (into.pk, gone.pk) else beyond
    return given


def _refuse_unwritable(actor: Actor, entity: Entity, into: Record, given: Mapping[str, Any]) -> None:
    allowed = writable(actor, entity)
    for id, value in given.items():
        field = entity.fields[id]
        if id not in allowed and not (field.is_link and field.target is entity.model) and field.value(into) != value:
            raise Forbidden()


def _taken(actor: Actor, entity: Entity, into: Record, gone: Record, given: Mapping[str, Any]) -> Merge:
    """Give the winner its values and write its line, also where nothing of it changes."""
    before = {id: entity.fields[id].dump(into) for id in given}
    unique = _in_the_way(entity, into, gone, given)
    id = change(actor, into, **{id: value for id, value in given.items() if id not in unique})
    if id is None:
        into.version, into.updated_at = into.version + 1, timezone.now()
        entity.model.everything.filter(pk=into.pk).update(version=F("version") + 1, updated_at=into.updated_at)
        id = write(line(actor, entity, into, {}))
    after = {id: entity.fields[id].dump(into) for id in given}
    values = {id: [was, after[id]] for id, was in before.items() if was != after[id]}
    return Merge(
        noun=entity.id, loser=gone.pk, winner=into.pk, line=id, person=actor.person, batch=actor.batch, values=values
    )


def _in_the_way(entity: Entity, into: Record, gone: Record, given: Mapping[str, Any]) -> set[str]:
    """Fields whose value no two records may share, while the loser still has it: they stay as the winner has them."""
    taken = {id for id in given if entity.fields[id].column.unique and not entity.fields[id].is_custom}
    return {id for id in taken if entity.fields[id].value(gone) == given[id]}


def _move_over(actor: Actor, entity: Entity, noted: Merge) -> None:
    """What leads to the loser leads to the winner. What cannot stand there is emptied, or goes into the trash."""
    for reference in references_to(entity):
        _move(actor, entity, reference, noted)
    for name, keeper in keepers().items():
        noted.carried[name] = keeper.carry(noted.noun, noted.loser, noted.winner)


def _move(actor: Actor, entity: Entity, reference: Reference, noted: Merge) -> None:
    both = (noted.winner, noted.loser) if reference.entity is entity else ()
    rows = [id for id in reference.rows(entity, noted.loser) if id not in both]
    stuck = lead(actor, reference, rows, reference.value(entity, noted.winner))
    nowhere = empty(actor, reference, stuck)
    emptied = [id for id in stuck if id not in nowhere]
    moved = [id for id in rows if id not in stuck]
    noun, field = reference.entity.id, reference.field.id
    noted.moved += [[noun, field, ids, was] for ids, was in ((moved, False), (emptied, True)) if ids]
    dropped = drop(actor.doing(DELETE), reference.entity, nowhere)
    if dropped:
        noted.dropped.append([noun, dropped])
