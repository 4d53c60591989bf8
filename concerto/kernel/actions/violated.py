"""What a broken database constraint means to the person who broke it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.db.models import Field, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label

NOT_POSSIBLE = _("This cannot be together with what is there already.")


def problems_of(entity: Entity, error: IntegrityError) -> dict[str, Label]:
    """Field id → sentence; raises the error again where it is none of the entity's own constraints."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for constraint in entity.model._meta.constraints:
        if constraint.name == name:
            return {_first_field(entity, constraint): constraint.violation_error_message or NOT_POSSIBLE}
    for field in entity.fields.values():
        if field.column.unique and f"_{field.column_name}_" in name:
            return {field.id: _("Another record has this value already.")}
    raise error


def _first_field(entity: Entity, constraint: object) -> str:
    """The field to mark: the last one a unique constraint names, else none in particular."""
    if not isinstance(constraint, UniqueConstraint):
        return ""
    names = [*constraint.fields, *(_named(expression) for expression in constraint.expressions)]
    return next((name for name in reversed(names) if name in entity.fields), "")


def _named(expression: object) -> str:
    """The field inside `Lower("name")` and the like."""
    sources: list[Any] = getattr(expression, "get_source_expressions", list)()
    return next((source.name for source in sources if hasattr(source, "name") and not isinstance(source, Field)), "")
