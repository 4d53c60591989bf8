"""From rows that administrators keep to fields like any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import FieldRight
from concerto.kernel.entity.shape import Shape
from concerto.kernel.fields.column import kind_of
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.cleaning_rule.building import steps_of
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.overlay.computing import with_formulas
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.kinds import COMPUTED, KindOfField, column_of
from concerto.kernel.overlay.layout.model import Layout
from concerto.kernel.overlay.layout.sections import arranged_in
from concerto.kernel.overlay.required_policy.building import needed_by
from concerto.kernel.overlay.required_policy.model import RequiredPolicy

MORE = _("More")  # where a field stands that names no section


def shape_of(
    entity: Entity,
    rows: Iterable[CustomField],
    layout: Layout | None,
    rules: Iterable[CleaningRule] = (),
    policies: Iterable[RequiredPolicy] = (),
    taken: Iterable[Added] = (),
) -> Shape:
    """A noun with the fields of these rows, in their order, what it takes from others, and these rules for its values."""
    kept = list(rows)
    formulas = {row.key: (row.formula, row.result) for row in kept if row.kind == KindOfField.FORMULA}
    added = with_formulas(entity, [*map(field_of, kept), *taken], formulas)
    arranged = arranged_in(layout.arrangement) if layout else ()
    fields = {**entity.own_fields, **{field.id: field for field in added}}
    return Shape(entity, added, arranged, steps_of(rules, fields), needed_by(policies))


def field_of(row: CustomField) -> Added:
    """The field that a row describes."""
    column = column_of(row)
    kind = kind_of(column)
    assert kind, "every column here is of one of our kinds"
    limits = {FieldRight.READ: row.locked_for, FieldRight.MASKED: row.masked_for, FieldRight.HIDDEN: row.hidden_from}
    field = Added(
        column,
        kind,
        derived=row.kind in COMPUTED,
        target_noun=row.target,
        section=row.section or MORE,
        in_list=row.in_list,
        searched=row.searched,
        limits={role: right for right, roles in limits.items() for role in roles},
    )
    return with_default(field, row.default)


def with_default(field: Added, text: str) -> Added:
    """The field with what new records begin with; a default that no longer reads is none."""
    try:
        value: Any = field.kind.parse(field, text) if text and not field.derived and not field.is_link else None
    except Unreadable:
        value = None
    if value is None or field.kind.is_empty(value):
        return field
    field.column.default = value
    return replace(field, default=field.kind.kept(field, value))
