"""The controls of a form: each field with the text that stands in it and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.overlay.naming import NOUN, NamingKind, ids_in, labels_of
from concerto.kernel.ui.controls import written
from concerto.kernel.ui.sight import sight_of

FEW = 3  # so many choices are all in sight


@dataclass(frozen=True)
class Control:
    """`value` stands in it, `title` names the record that a link's value means, `shown` is what stood there at first.
    `named`: the fields of a noun that can be chosen, where it names some of them."""

    field: Field
    value: Any
    title: str = ""
    shown: Any = None
    problem: Label = ""
    named: Mapping[str, Label] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it takes the whole width of a form."""
        several = isinstance(self.field.kind, NamingKind) and self.field.kind.several
        return several or self.field.kind.id in ("long-text", "choice-list", "choices", "tags")

    @property
    def chosen(self) -> list[str]:
        """The fields that it names."""
        return ids_in(str(self.value))

    @property
    def is_kinds(self) -> bool:
        """One of so few that all of them are shown as buttons."""
        return (
            self.field.kind.id == "choice"
            and self.field.required
            and len(self.field.choices) <= FEW
            and not self.field.closed
        )


def stored_in(fields: Iterable[Field], record: Record) -> dict[str, Any]:
    """Field id → the text of a record's value in its control."""
    return {field.id: to_the_minute(field.value(record)) or written(field, field.value(record)) for field in fields}


def to_the_minute(value: Any) -> str:
    """A moment as people give it; "" for any other value. What is left as it stands keeps its seconds (see typed.py)."""
    return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else ""


def controls(
    actor: Actor,
    fields: Iterable[Field],
    values: Mapping[str, Any],
    *,
    shown: Mapping[str, Any] | None = None,
    problems: Mapping[str, Label] | None = None,
) -> dict[str, Control]:
    """Field id → control, with `values` in them."""
    return {
        field.id: Control(
            field,
            values.get(field.id, ""),
            title_of(actor, field, values.get(field.id)),
            None if shown is None else shown.get(field.id, ""),
            (problems or {}).get(field.id, ""),
            nameable(actor, field, values),
        )
        for field in fields
    }


def nameable(actor: Actor, field: Field, values: Mapping[str, Any]) -> Mapping[str, Label] | None:
    """The fields that a value may name, those that it names first; None where it names none, or nobody says of which noun."""
    if not isinstance(field.kind, NamingKind) or not (field.kind.of or NOUN in values):
        return None
    entity = find(field.kind.of or str(values[NOUN]))
    chosen = ids_in(str(values.get(field.id, "")))
    known = labels_of(entity.id) if entity else {}
    others = [id for id, each in seen(actor, entity).items() if field.kind.among(each)] if entity else []
    return {id: known.get(id, id) for id in (*chosen, *(id for id in others if id not in chosen))}


def title_of(actor: Actor, field: Field, text: Any) -> str:
    """The name of the record that a link's text means, where the actor may see it; "" otherwise, and for other kinds."""
    number = int(text) if field.is_link and isinstance(text, str) and text.isascii() and text.isdigit() else 0
    if not 0 < number <= LARGEST_ID:
        return ""
    target = entity_of(field.target)
    record = visible_to(actor, target.model).filter(pk=number).defer("search").first()
    return sight_of(actor, target).title_of(record) if record else ""
