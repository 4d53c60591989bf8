"""A condition over very many values at once: they travel as one array, not as one parameter each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value


def written(values: Iterable[int]) -> str:
    """Whole numbers as the database reads an array of them; thousands are not worth being looked at one by one."""
    return "{" + ",".join(map(str, values)) + "}"


class _Written(ArrayField):  # type: ignore[type-arg]  # not at run time
    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return written(value)


class Among(models.Func):
    """Rows for which `left` (the name of a column, or an expression) is one of `values`, which are of the kind `type`."""

    template = "%(expressions)s)"
    arg_joiner = " = any("
    output_field = models.BooleanField()

    def __init__(self, left: Any, values: Iterable[Any], type: type[models.Field[Any, Any]] = models.TextField) -> None:
        array = _Written if type is models.BigIntegerField else ArrayField
        super().__init__(left, Value(list(values), output_field=array(type())))


def ids(values: Iterable[int]) -> Among:
    """Rows with one of these ids."""
    return Among("pk", values, models.BigIntegerField)
