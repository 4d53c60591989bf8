"""The form of a record: to create one, to edit one, each again with what was typed when it could not be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import blank
from concerto.kernel.duplicates.hinting import telling
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.record.controls import Control, controls, stored_in
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.sentences import inside
from concerto.kernel.ui.addresses import new_address


@dataclass(frozen=True)
class Form:
    """Sections of controls and where they are sent; `refusal` is why it was not saved."""

    entity: Entity
    action: str
    sections: list[tuple[Label, list[Control]]]
    version: int | None = None
    refusal: Refused | None = None

    @property
    def problems(self) -> list[tuple[Field | None, Label]]:
        """What is wrong, as a list on top: with its field, or with None where it concerns the record as a whole."""
        return [(self.entity.fields.get(id), message) for id, message in problems_of(self.refusal).items()]

    @property
    def controls(self) -> list[Control]:
        return [control for _label, found in self.sections for control in found]

    @property
    def told_by(self) -> list[Field]:
        """The fields by which it shows while typing whether the record is there already."""
        there = {control.field.id for control in self.controls}
        return [field for field in telling(self.entity) if field.id in there]

    @property
    def first(self) -> str:
        """The field to begin with: the first, and of a new record the first that is empty. After a refusal one reads that first."""
        empty = (control for control in self.controls if self.version is not None or control.value in ("", []))
        found = None if self.refusal else next(empty, None)
        return found.field.id if found else ""

    @property
    def noun(self) -> str:
        return inside(self.entity.label)


def new_form(actor: Actor, entity: Entity, given: Mapping[str, Any], refusal: Refused | None = None) -> Form:
    """An empty form that begins as the noun's new records do, with `given` filled in."""
    fields = writable(actor, entity)
    values = {
        **stored_in(fields.values(), blank(actor, entity)),
        **{id: value for id, value in given.items() if id in fields},
    }
    made = controls(actor, fields.values(), values, problems=problems_of(refusal))
    return Form(entity, new_address(entity), in_sections(entity, made), refusal=refusal)


def edit_form(
    look: Look,
    given: Mapping[str, Any] | None = None,
    shown: Mapping[str, Any] | None = None,
    refusal: Refused | None = None,
) -> Form:
    """The form of a record as it is, or as it was typed."""
    stored = stored_in(look.writable.values(), look.record)
    values = stored | dict(given or {})
    made = controls(
        look.actor, look.writable.values(), values, shown=stored | dict(shown or {}), problems=problems_of(refusal)
    )
    return Form(look.entity, f"{look.address}/edit", in_sections(look.entity, made), look.record.version, refusal)


def problems_of(refusal: Refused | None) -> Mapping[str, Label]:
    return refusal.problems if isinstance(refusal, Invalid) else {}


def in_sections(entity: Entity, made: Mapping[str, Control]) -> list[tuple[Label, list[Control]]]:
    """Controls as the noun's page orders them; sections without any are left out."""
    sections = ((label, [made[field.id] for field in fields if field.id in made]) for label, fields in entity.sections)
    return [(label, found) for label, found in sections if found]
