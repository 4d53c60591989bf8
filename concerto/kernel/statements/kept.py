"""Queries that are written once and asked many times: what Django makes of them is kept, and so is the server's plan.

Making SQL of a query set costs more than running it. A `Kept` is made of a query set with a `Slot` wherever something
differs from one time to the next; whoever asks fills the slots.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from copy import copy
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, Func, Model, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from concerto.kernel.statements import planned
from concerto.kernel.statements.planned import planned_cursor

Row = TypeVar("Row", bound=Model)
_PLACES = re.compile("%s|%%")


class Slot(Expression):
    """A place in a query for a value of this type of the database: `rows.filter(pk=Slot("id"))`."""

    def __init__(self, name: str, type: str = "bigint") -> None:
        super().__init__(output_field=BooleanField())  # the type that counts is the one in the text
        self.name, self.type = name, type

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"%s::{self.type}", (self,)


def among(name: str, column: str = "pk", type: str = "bigint") -> Q:
    """Rows whose column is one of the values that will stand in the slot called so."""
    return any_of(F(column), Slot(name, f"{type}[]"))


def one_of(column: str, values: Iterable[int] | Slot) -> Q:
    """Rows whose column is one of these values, or of those that a slot will hold."""
    return any_of(F(column), values) if isinstance(values, Slot) else Q((f"{column}__in", sorted(values)))


def any_of(value: Any, array: Any) -> Q:
    """Where a value is one of an array, which is one value for the database however many there are in it."""
    found = Func(value, array, arg_joiner=" = any(", output_field=BooleanField())
    found.template = "(%(expressions)s))"
    return Q(found)


class Kept(Generic[Row]):
    """One query, ready to be asked. Threads share it."""

    def __init__(self, rows: QuerySet[Row, Any]) -> None:
        self._model, self._iterable = rows.model, rows._iterable_class
        self._compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._values = _spelled(*self._compiler.as_sql())
        except EmptyResultSet:  # nothing can be found, whatever is asked
            self._sql, self._values = "", ()
        self._fixed = tuple(repr(each) for each in self._values if not isinstance(each, Slot))
        self._given: Mapping[str, Any] = {}

    def given(self, **values: Any) -> Kept[Row]:
        """The same query with some of its slots filled."""
        found = copy(self)
        found._given = {**self._given, **values}
        return found

    def rows(self, **given: Any) -> list[Row]:
        """The rows for these values of the slots."""
        if not self._sql:
            return []
        found: QuerySet[Row, Any] = QuerySet(self._model, query=_Ready(self._at_work(given)))  # type: ignore[arg-type]
        found._iterable_class = self._iterable
        return list(found)

    def first(self, **given: Any) -> Row | None:
        return next(iter(self.rows(**given)), None)

    def tuples(self, **given: Any) -> list[tuple[Any, ...]]:
        """The same of a query set that asked for single values."""
        found = self._at_work(given).results_iter(tuple_expected=True) if self._sql else ()
        return [tuple(row) for row in found]

    def count(self, **given: Any) -> int:
        """How many rows there are for these values, counted by the database."""
        if not self._sql:
            return 0
        return int(planned.rows(f"select count(*) from ({self._sql}) counted", self._filled(given))[0][0])

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What tells it from other queries: its text, and what its slots were filled with. Empty where nothing can be found."""
        names = sorted({each.name for each in self._values if isinstance(each, Slot)})
        return (self._sql, self._fixed, *(str(self._given[name]) for name in names)) if self._sql else ()

    def _filled(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        filled = {**self._given, **given}
        return tuple(filled[each.name] if isinstance(each, Slot) else each for each in self._values)

    def _at_work(self, given: Mapping[str, Any]) -> SQLCompiler:
        """The compiler with what it made already, for this thread's connection and these values."""
        compiler = copy(self._compiler)
        filled = self._filled(given)
        compiler.connection = _Planned(connections[DEFAULT_DB_ALIAS])
        compiler.as_sql = lambda *_given, **_more: (self._sql, filled)
        ready: SQLCompiler = compiler
        return ready


def _spelled(sql: str, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """The statement with its words, as states and codes of nouns, in its text and no longer among its values: a plan that is kept
    must know them to read an index of some states alone. Numbers are mostly people's, who share a statement: they stay values."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    remaining, left = iter(values), []

    def put(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        value = next(remaining)
        if isinstance(value, str):
            return str(here.ops.compose_sql("%s", [str(value)])).replace("%", "%%")
        left.append(value)
        return "%s"

    return _PLACES.sub(put, sql), tuple(left)


class _Ready:
    """Stands for the query in a query set whose SQL is there already."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self._compiler = compiler

    def get_compiler(self, *_given: Any, **_more: Any) -> SQLCompiler:
        return self._compiler


class _Planned:
    """A connection whose cursors let the server keep its plans."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.cursor = planned_cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
