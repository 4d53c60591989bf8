"""Finding records by what a person types: characters, pinyin, initials, Latin beginnings, phones, mail addresses."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from concerto.kernel.entity.record import Record
from concerto.kernel.text.lexemes import query

Noun = TypeVar("Noun", bound=Record)
CANDIDATES = 500  # of so many hits the best are chosen; ranking all hits of a common word costs a hundred times more


def found(rows: QuerySet[Noun], typed: str) -> QuerySet[Noun]:
    """Those of `rows` that what was typed can mean; none where nothing searchable was typed."""
    asked = query(typed)
    return rows.filter(search=_ToQuery(asked)) if asked else rows.none()


def best(rows: QuerySet[Noun], typed: str, most: int) -> list[Noun]:
    """The best `most` hits: titles that begin with what was typed, then the shortest."""
    candidates = list(found(rows, typed)[:CANDIDATES])
    folded = typed.casefold().replace(" ", "")
    return sorted(candidates, key=lambda row: _rank(row, folded))[:most]


def _rank(row: Record, folded: str) -> tuple[bool, int, str]:
    return (not row.sort_key.replace(" ", "").startswith(folded), len(row.sort_key), row.sort_key)


class _ToQuery(RawSQL):
    """The typed words as a tsquery, always as a parameter."""

    def __init__(self, asked: str) -> None:
        from django.contrib.postgres.search import SearchQueryField

        super().__init__("to_tsquery('simple', %s)", (asked,), output_field=SearchQueryField())


