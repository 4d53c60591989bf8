"""Links between rows of one file, made when all rows are in: a subsidiary may stand above its parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.bulk import Changed, change_each, in_halves, prepared
from concerto.kernel.actions.naming import resolve_many
from concerto.kernel.actions.refusal import NO_SUCH_RECORD, Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.actions.trees import CIRCLE, closing_loops
from concerto.kernel.entity.among import ids
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.link import Named
from concerto.kernel.imports.batch.model import Import, Rejection, Unlinked
from concerto.kernel.imports.reasons import reasons

PAGE = 5_000


def link_later(actor: Actor, entity: Entity, batch: Import) -> None:
    """Make the links that were left open. What cannot be made stays empty and is told with the row."""
    for id in sorted(set(Unlinked.objects.filter(batch=batch).values_list("field", flat=True))):
        while _page(actor.within(batch.pk), entity, batch, id):
            pass


def _page(actor: Actor, entity: Entity, batch: Import, id: str) -> bool:
    """Some links of one field in one transaction; False where none is left."""
    with transaction.atomic():
        links = list(Unlinked.objects.filter(batch=batch, field=id).order_by("row", "pk")[:PAGE])
        once = {link.record: link for link in links}  # of two rows about one record the later one holds
        problems = _linked(actor, entity, id, list(once.values()))
        told = [
            Rejection(batch=batch, row=link.row, cells=[link.words], whole=False,
                      reason=reasons({id: problems[link.record]}))
            for link in once.values() if link.record in problems
        ]  # fmt: skip
        Rejection.objects.bulk_create(told, ignore_conflicts=True)
        Unlinked.objects.filter(pk__in=[link.pk for link in links]).delete()
    return len(links) == PAGE


def _linked(actor: Actor, entity: Entity, id: str, links: Sequence[Unlinked]) -> dict[int, Label]:
    """Make links of one field, each of another record; answers record → why its link could not be made."""
    answers: Mapping[Any, Any] = resolve_many(actor, entity.fields[id], [Named(link.words) for link in links])
    found = {link.record: answers[Named(link.words)] for link in links}
    problems: dict[int, Label] = {record: answer for record, answer in found.items() if not isinstance(answer, int)}
    targets = {record: answer for record, answer in found.items() if record not in problems}
    if entity.fields[id].tree:
        problems |= dict.fromkeys(closing_loops(entity, entity.fields[id], targets.items()), CIRCLE)
    rows = {link.record: link.row for link in links}
    changed: list[Changed] = []
    held = _locked(actor, entity, [record for record in targets if record not in problems])
    problems |= dict.fromkeys(targets.keys() - problems.keys() - {record.pk for record in held}, NO_SUCH_RECORD)
    for record in held:
        try:
            one = prepared(actor.doing(EDIT), entity, record, {id: targets[record.pk]}, rows[record.pk])
        except Refused as refused:
            problems[record.pk] = refused.message
        else:
            changed += [one] if one else []
    in_halves(
        changed,
        lambda part: change_each(actor.doing(EDIT), entity, part),
        lambda one, refused: problems.update({one.record.pk: refused.message}),
    )
    return problems


def _locked(actor: Actor, entity: Entity, wanted: Sequence[int]) -> list[Record]:
    rows = visible_to(actor, entity.model, Act.IMPORT).filter(ids(wanted)).defer("search").order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))
