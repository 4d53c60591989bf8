"""The facts of a record: its sections, each value with where it may be edited and asked for its source."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.record import drawing
from concerto.kernel.pages.record.look import Look


@dataclass(frozen=True)
class Fact:
    """One field of the page. `edit` is where its form comes from, "" where it may not be edited; `source` tells where its value
    comes from."""

    look: Look
    field: Field
    filled: bool
    edit: str
    source: str

    def row(self, nonce: str) -> Markup:
        """Label, value and the button for its source; folded away while it is empty."""
        return drawing.row(self, nonce)

    def brief(self, nonce: str) -> Markup:
        """The same without a way to edit it."""
        return drawing.brief(self, nonce)

    @property
    def cell(self) -> Markup:
        """The value, editable in its place."""
        return drawing.cell(self)


@dataclass(frozen=True)
class Section:
    label: Label
    facts: list[Fact]


def sections_of(look: Look) -> list[Section]:
    """Sections as the noun declares them, with the fields that exist for this actor."""
    sections = (
        Section(label, [fact_of(look, field) for field in fields if field.id in look.sight.fields])
        for label, fields in look.entity.sections
    )
    return [section for section in sections if section.facts]


def fact_of(look: Look, field: Field) -> Fact:
    editable = field.id in look.writable and field.kind.in_place
    return Fact(
        look,
        field,
        filled=look.is_filled(field),
        edit=f"{look.address}/fields/{field.id}" if editable else "",
        source="" if look.sight.is_masked(field) else f"{look.address}/source/{field.id}",
    )


def empty_in(sections: list[Section]) -> int:
    """How many fields the page folds away."""
    return sum(not fact.filled for section in sections for fact in section.facts)
