"""Trying a merge rule on two values that are typed: which of them would survive, without two records that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.duplicates.rule.entity import DOORS
from concerto.kernel.duplicates.surviving import Origin, proposed, rules_of
from concerto.kernel.entity.cleaning import read
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.pages.duplicates.comparing import why_of

MINE, THEIRS = 1, 2  # ids of two records that are not there
KINDS = ("files", "choice-list")  # that nobody types


@dataclass(frozen=True)
class Survivor:
    """What would be kept of two typed values, and by which rule."""

    words: str
    why: Label


def tryable(actor: Actor, entity: Entity) -> list[Field]:
    """The fields whose values can be typed: links are named by records, which can be tried themselves."""
    return [each for each in writable(actor, entity).values() if not each.is_link and each.kind.id not in KINDS]


def survivor(entity: Entity, field: Field, asked: Mapping[str, str]) -> Survivor:
    """Of `mine` and `theirs`, each from a door, `newer` the side that was entered last. Raises Unreadable."""
    rows = {id: entity.model(id=id) for id in (MINE, THEIRS)}
    for id, side in ((MINE, "mine"), (THEIRS, "theirs")):
        field.keep(rows[id], read(entity, field, asked[side]))
    mine, theirs = (field.value(rows[id]) for id in (MINE, THEIRS))
    if mine == theirs:
        raise Unreadable(_("The two values are the same."))
    made = proposed(field, rows[MINE], rows[THEIRS], rules_of(entity).get(field.id), _origins(field, asked))
    return Survivor(field.kind.show(field, made.value), why_of(made.rule))


def _origins(field: Field, asked: Mapping[str, str]) -> dict[tuple[int, str], Origin]:
    now = timezone.now()
    at = {MINE: now, THEIRS: now - timedelta(days=1) if asked["newer"] == "mine" else now + timedelta(days=1)}
    doors = {MINE: asked["mine-door"], THEIRS: asked["theirs-door"]}
    return {(id, field.id): Origin(doors[id] if doors[id] in DOORS else "", at[id]) for id in (MINE, THEIRS)}
