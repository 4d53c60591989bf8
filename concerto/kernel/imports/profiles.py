"""Profiles at work: offered where a file comes that has their columns, applied to it, and kept from what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Value, When

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import shared_by_owners, visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.actions.values import read_values
from concerto.kernel.entity.cleaning import read
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.matching import can_match
from concerto.kernel.imports.profile.lines import Column, columns_in, written
from concerto.kernel.imports.profile.model import Delimiter, Profile
from concerto.kernel.imports.targets import choices
from concerto.kernel.imports.ways import WAYS
from concerto.kernel.text.cleaning import fold_width

SIGNS: Mapping[str, str] = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";", Delimiter.TAB: "\t", Delimiter.BAR: "|"}
MOST_OFFERED = 60


def offered(actor: Actor, entity: Entity) -> list[Profile]:
    """One's own first, the newest of them first; then those that others share."""
    rows = (
        visible_to(actor, Profile).filter(shared_by_owners(actor, entity_of(Profile)), noun=entity.id).defer("search")
    )
    own = Case(When(owner=actor.person, then=Value(0)), default=Value(1))
    return list(rows.order_by(own, "-updated_at", "pk")[:MOST_OFFERED])


def called(actor: Actor, entity: Entity, id: int) -> Profile:
    """One of those. Raises NotThere."""
    found = visible_to(actor, Profile).filter(pk=id, noun=entity.id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotThere()
    return found


def fitting(actor: Actor, entity: Entity, columns: Sequence[str]) -> Profile | None:
    """The first of those that were made for a file with these very columns."""
    asked = {_folded(column) for column in columns}
    return next(
        (
            each
            for each in offered(actor, entity)
            if {_folded(one.heading) for one in columns_in(each.columns)} == asked
        ),
        None,
    )


def plan_of(actor: Actor, entity: Entity, profile: Profile, columns: Sequence[str]) -> Plan:
    """What a profile says of a file with these columns, as far as the actor may still do so."""
    allowed = {choice.id for choice in choices(actor, entity)}
    said = {_folded(each.heading): each for each in columns_in(profile.columns)}
    known = {column: said[_folded(column)] for column in columns if _folded(column) in said}
    return Plan(
        mapping={column: each.target for column, each in known.items() if each.target in allowed},
        ways={column: each.way for column, each in known.items() if each.way in WAYS},
        policy=profile.policy,
        match=profile.match if can_match(entity, profile.match) else "",
        reading=reading_of(profile),
        profile=profile.pk,
    )


def reading_of(profile: Profile) -> dict[str, Any]:
    """How a profile has a file read, as `open_table` takes it."""
    said = {"encoding": profile.encoding, "delimiter": SIGNS.get(profile.delimiter, ""), "sheet": profile.sheet}
    return {name: value for name, value in said.items() if value} | ({"header": False} if profile.headless else {})


def keep(actor: Actor, batch: Import, name: str, columns: Sequence[str]) -> Profile:
    """Keep under a name what was chosen for an import; a profile of one's own that is called so is changed. Raises Invalid."""
    told = [Column(column, batch.mapping.get(column, ""), batch.ways.get(column, "")) for column in columns]
    signs = {sign: name for name, sign in SIGNS.items()}
    values = {
        "name": name,
        "noun": batch.noun,
        "columns": written(told),
        "policy": batch.policy,
        "match": batch.match,
        "encoding": batch.reading.get("encoding", ""),
        "delimiter": signs.get(batch.reading.get("delimiter", ""), ""),
        "sheet": batch.reading.get("sheet", ""),
        "headless": batch.reading.get("header") is False,
    }
    entity = entity_of(Profile)
    read_values(actor, entity, values)
    called = read(entity, entity.fields["name"], name)
    own = visible_to(actor, Profile).filter(owner=actor.person, noun=batch.noun, name=called).first()
    kept = edit(actor, entity, own.pk, values) if own else create(actor, entity, values)
    assert isinstance(kept, Profile)
    return kept


def _folded(heading: str) -> str:
    return fold_width(heading).casefold()
