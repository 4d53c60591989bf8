"""Whether what a field is taken from is there and can be taken."""

from __future__ import annotations

from collections.abc import Mapping

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import find, named
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.kinds import KindOfField
from concerto.kernel.overlay.linked.source import lookup_of, roll_up_of
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse


def right_source(field: CustomField) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    try:
        if field.kind == KindOfField.LOOKUP:
            lookup_of(field, keeping)
        elif field.kind == KindOfField.ROLL_UP:
            taken, _far = roll_up_of(field, keeping)
            compiled(SYSTEM, named(taken.noun), parse(taken.only))
    except Unreadable as unreadable:
        return {"source": unreadable.message}
    except Unclear as unclear:
        return {"only": unclear.message}
    return {}


def keeping(noun: str) -> Mapping[str, Field] | None:
    """The fields that records of a noun keep for themselves."""
    entity = find(noun)
    if entity is None or entity.id != noun or entity.is_retired:
        return None
    return {id: field for id, field in entity.fields.items() if id not in entity.shape.follows_taken}
