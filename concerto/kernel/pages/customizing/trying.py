"""A formula tried on a record before it becomes a field."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.building import field_of
from concerto.kernel.overlay.computing import answer, refuse_unfit
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.formula.reading import read
from concerto.kernel.overlay.formula.values import NoAnswer
from concerto.kernel.overlay.kinds import KindOfField, Result
from concerto.kernel.query.listing import Asked, one, page


@dataclass(frozen=True)
class Tried:
    """What came of it: the value in words for a record, or why there is none."""

    record: Record | None
    value: str = ""
    problem: Label = ""


def tried(actor: Actor, entity: Entity, formula: str, kind: str, record: int | None) -> Tried:
    """Try a formula on a record, or on the first of the list. Raises NotThere for a record out of sight."""
    kind = kind if kind in Result.values else Result.NUMBER
    found = one(actor, entity, record) if record else next(iter(page(actor, entity, Asked(limit=1)).rows), None)
    try:
        parsed = read(formula)
        refuse_unfit(entity, "", parsed, kind)
        unread = sorted(parsed.inputs - readable(actor, entity).keys())
        if unread:
            return Tried(found, problem=_("There is no field called “%(field)s”.") % {"field": unread[0]})
        value = answer(entity.fields, parsed, kind, found) if found else None
    except (Unreadable, NoAnswer) as wrong:
        return Tried(found, problem=wrong.message)
    field = field_of(CustomField(key="x_tried", kind=KindOfField.FORMULA, result=kind))
    return Tried(found, "" if value is None else field.kind.show(field, value))
