"""Where a kind is remembered: on the plain Django column, so that migrations know nothing of ours."""

from typing import Any, TypeVar

from django.db import models

from concerto.kernel.fields.kind import Kind

Column = TypeVar("Column", bound="models.Field[Any, Any]")


def kept_as(kind: Kind, column: Column) -> Column:
    """Mark `column` as holding values of `kind`."""
    vars(column)["kind"] = kind
    return column


def kind_of(column: "models.Field[Any, Any]") -> Kind | None:
    """The kind of a column, or None where it was not declared with one of our fields."""
    return vars(column).get("kind")
