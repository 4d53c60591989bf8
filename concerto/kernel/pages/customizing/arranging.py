"""The sections of a noun's page as administrators see, arrange and reset them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field, in_both_languages
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.overlay.layout.model import Layout


@dataclass(frozen=True)
class Part:
    """One section with its label in English and in Chinese."""

    label: str
    label_zh: str
    fields: tuple[Field, ...]


def parts_of(entity: Entity) -> list[Part]:
    named = ((in_both_languages(label), fields) for label, fields in entity.sections)
    return [Part(english, chinese, fields) for (english, chinese), fields in named]


def arrange(actor: Actor, entity: Entity, arrangement: str) -> None:
    """Keep an arrangement instead of the one there is. Raises Invalid for what is none."""
    layout, given = entity_of(Layout), {"arrangement": arrangement, "name": str(entity.plural)}
    with transaction.atomic():
        if old := _id(actor, entity, trashed=True):
            standard.restore(actor, layout, old)
        if kept := _id(actor, entity):
            standard.edit(actor, layout, kept, given)
        else:
            standard.create(actor, layout, {"noun": entity.id, **given})


def reset(actor: Actor, entity: Entity) -> None:
    """Back to what the noun's description says; the arrangement waits in the trash."""
    kept = _id(actor, entity)
    if kept:
        standard.delete(actor, entity_of(Layout), kept)


def _id(actor: Actor, entity: Entity, *, trashed: bool = False) -> int | None:
    act = Act.DELETE if trashed else Act.READ
    return visible_to(actor, Layout, act, trashed=trashed).filter(noun=entity.id).values_list("pk", flat=True).first()
