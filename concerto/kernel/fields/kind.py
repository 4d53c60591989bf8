"""A kind of field: how its values are read, kept, compared, shown and written back as text.

Everything that handles values (forms, API, import, export, filters, history, pages) asks the kind,
so a new kind is one file here and nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models
from django.db.models import Q

from concerto.kernel.fields.operators import EMPTY, FILLED, IS, IS_NOT, Operator
from concerto.kernel.text.unreadable import Sentence as Label
from concerto.kernel.text.unreadable import Unreadable

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

__all__ = ["Json", "Kind", "Label", "Unreadable"]

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | dict[str, Json] | None"


class Kind:
    """The base: one value that is text or nothing.

    `parse` takes what a person, a file or a client gave (text, or a JSON value) and answers the Python value
    to store, or raises `Unreadable`. `dump` answers the JSON value for API and journal; `load` is its inverse.
    `show` answers words for a page in the active language; `write` answers text that `parse` reads back unchanged.
    `measures` are what many values come to (of sum, avg, min, max); `steps` the widths in which rows are grouped by them:
    the value itself (""), or a day, week, month, quarter, year.
    """

    id: str = ""
    empty: Any = None
    align: str = "start"
    operators: tuple[Operator, ...] = (IS, IS_NOT, EMPTY, FILLED)
    sortable: bool = True
    ranked: bool = False  # whether values stand in the order in which they are declared, not in that of their ids
    measures: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    in_place: bool = True  # whether it is edited where it stands, too; what needs room is edited in the form alone
    placed: bool = True  # whether it stands among the fields of a page; what has a page of its own does not

    def parse(self, field: Field, raw: Any) -> Any:
        raise NotImplementedError

    def dump(self, field: Field, value: Any) -> Any:
        return value

    def load(self, field: Field, stored: Json) -> Any:
        return stored

    def kept(self, field: Field, value: Any) -> Any:
        """The JSON under which a value without a column of its own is kept: compared, it sorts as the values do."""
        return self.dump(field, value)

    def show(self, field: Field, value: Any) -> str:
        return "" if value in (None, "") else str(value)

    def words(self, field: Field, record: models.Model) -> str:
        """The value of a record as `show` has it; there are kinds whose values say something beside another field alone."""
        return self.show(field, field.value(record))

    def title(self, field: Field, record: models.Model) -> str:
        """What a record is called by a value of it."""
        return str(field.value(record))

    def write(self, field: Field, value: Any) -> str:
        return "" if value in (None, "") else str(value)

    def write_all(self, field: Field, values: Sequence[Any]) -> list[str]:
        """`write` for many values of a field. They repeat in most fields, and what can be known of all is asked once."""
        try:
            words = {value: self.write(field, value) for value in set(values)}
        except TypeError:  # lists, most of them empty
            return [self.write(field, value) if value else "" for value in values]
        return [words[value] for value in values]

    def schema(self, field: Field) -> dict[str, Json]:
        """JSON Schema (2020-12) of the dumped value, without the null that an optional field adds."""
        return {"type": "string"}

    def where_wrong(self, field: Field) -> Q | None:
        """Rows that keep something which no value of this kind should be; None where the database lets in no such value."""
        return None

    def is_empty(self, value: Any) -> bool:
        return value is None or value == self.empty
