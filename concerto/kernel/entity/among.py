"""A condition over very many values at once: they travel as one array, not as one parameter each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value


class Among(models.Func):
    """Rows for which `left` (the name of a column, or an expression) is one of `values`, which are of the kind `type`."""

    template = "%(expressions)s)"
    arg_joiner = " = any("
    output_field = models.BooleanField()

    def __init__(self, left: Any, values: Iterable[Any], type: type[models.Field[Any, Any]] = models.TextField) -> None:
        super().__init__(left, Value(list(values), output_field=ArrayField(type())))


def ids(values: Iterable[int]) -> Among:
    """Rows with one of these ids."""
    return Among("pk", values, models.BigIntegerField)
