"""Links between rows of one file, made when all rows are in: a subsidiary may stand above its parent."""

from __future__ import annotations

from django.db import transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.actions.values import resolve
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.imports.batch.model import Import, Rejection, Unlinked


def link_later(actor: Actor, entity: Entity, batch: Import) -> None:
    """Make the links that were left open. What cannot be made stays empty and is told with the row."""
    for link in Unlinked.objects.filter(batch=batch).order_by("row"):
        with transaction.atomic():
            problem = _linked(actor.within(batch.pk, link.row), entity, link)
            link.delete()
        if problem:
            Rejection.objects.get_or_create(
                batch=batch,
                row=link.row,
                defaults={"cells": list[str | None]([link.words]), "reason": problem, "whole": False},
            )


def _linked(actor: Actor, entity: Entity, link: Unlinked) -> str:
    """Make one link; answer why it could not be made, or the empty text."""
    try:
        target = resolve(actor, entity.fields[link.field], Named(link.words))
        with transaction.atomic():
            record = locked(actor, entity.model, link.record, Act.IMPORT)
            change(actor.doing(EDIT), record, **{link.field: target})
    except (Unreadable, Refused) as refused:
        return f"{entity.fields[link.field].label}: {refused.message}"
    return ""
