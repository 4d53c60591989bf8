"""Fields that take their values from other records, made from what those keep for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.shape import Shape
from concerto.kernel.fields.column import kind_of
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.building import field_of
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.formula.reading import read
from concerto.kernel.overlay.kinds import KindOfField
from concerto.kernel.overlay.linked.source import Known, column_of, lookup_of, roll_up_of
from concerto.kernel.query.language import Unclear

TAKEN = (KindOfField.LOOKUP, KindOfField.ROLL_UP)


def kept_by_themselves(rows: Sequence[CustomField]) -> list[CustomField]:
    """The rows of a noun whose values its records keep for themselves: neither taken nor computed from what is."""
    taken = {row.key for row in rows if row.kind in TAKEN}
    asked = {row.key: _asked(row.formula) for row in rows if row.kind == KindOfField.FORMULA}
    while more := {key for key, inputs in asked.items() if inputs & taken} - taken:
        taken |= more
    return [row for row in rows if row.key not in taken]


def _asked(formula: str) -> frozenset[str]:
    try:
        return read(formula).inputs
    except Unreadable:
        return frozenset()


def taken_fields(
    known: Mapping[str, Entity], shapes: Mapping[str, Shape], rows: Iterable[CustomField]
) -> Mapping[str, list[Added]]:
    """Noun → the fields that these rows take from what is in the shapes. What can no longer be taken, as its source is
    gone, is left out."""
    found: dict[str, list[Added]] = defaultdict(list)

    def fields_of(noun: str) -> Mapping[str, Field] | None:
        entity = known.get(noun)
        return shapes.get(noun, entity.own_shape).fields if entity else None

    for row in rows:
        field = taken_by(row, fields_of)
        if field and row.noun in known:
            found[row.noun].append(field)
    return found


def taken_by(row: CustomField, known: Known) -> Added | None:
    """The field that a row describes, or None where its source is not there."""
    try:
        return _looked_up(row, known) if row.kind == KindOfField.LOOKUP else _rolled_up(row, known)
    except (Unreadable, Unclear):
        return None


def _looked_up(row: CustomField, known: Known) -> Added:
    taken, far = lookup_of(row, known)
    between = [(taken.between, taken.links[1])] if taken.between else []
    needs = frozenset({taken.links[0]})
    return replace(_added(row, far), taken=taken, inputs=needs, far=(*between, (taken.noun, taken.field)))


def _rolled_up(row: CustomField, known: Known) -> Added:
    taken, far = roll_up_of(row, known)
    ids = sorted({taken.link, *filter(None, [taken.field]), *taken.asks})
    return replace(_added(row, far), taken=taken, far=tuple((taken.noun, id) for id in ids))


def _added(row: CustomField, far: Field | None) -> Added:
    column = column_of(row, far)
    plain = field_of(CustomField(**{each: getattr(row, each) for each in KEPT}, kind=KindOfField.TEXT))
    kind = kind_of(column)
    assert kind, "every column here is of one of our kinds"
    link_to = getattr(far, "target_noun", "") or _noun_of(far)
    plain.column.set_attributes_from_name(row.key)
    column.help_text = plain.column.help_text
    return replace(plain, column=column, kind=kind, derived=True, target_noun=link_to)


KEPT = ("key", "label", "label_zh", "help", "help_zh", "section", "in_list", "locked_for", "masked_for", "hidden_from")


def _noun_of(far: Field | None) -> str:
    return entity_of(far.target).id if far and far.is_link and not far.is_custom else ""
