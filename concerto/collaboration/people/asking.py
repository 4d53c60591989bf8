"""Rules that speak of some records of a noun: a filter in the language of lists, asked as the reader, who learns nothing by it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.matters import looked_after
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse


def wrong_with(noun: str, filter: str) -> Mapping[str, Label]:
    """Field id → what is wrong with a noun and a filter of its records."""
    entity = find(noun)
    if entity is None or not looked_after(entity):
        return {"noun": _("Choose something that somebody looks after, as customers or tickets.")}
    try:
        compiled(SYSTEM, entity, parse(filter))
    except Unclear as unclear:
        return {"filter": unclear.message}
    return {}


def condition(actor: Actor, entity: Entity, filter: str) -> Q | None:
    """Which records a rule speaks of; None where it asks something that the actor may not know, or that is gone by now."""
    try:
        return compiled(actor, entity, parse(filter))
    except Unclear:
        return None
