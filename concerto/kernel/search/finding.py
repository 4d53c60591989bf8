"""Finding records by what a person types: characters, pinyin, initials, Latin beginnings, phones, mail addresses."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from concerto.kernel.entity.record import Record
from concerto.kernel.text.lexemes import query

Noun = TypeVar("Noun", bound=Record)
CANDIDATES = 500  # of so many hits the best are chosen; ranking all hits of a common word costs a hundred times more


def found(rows: QuerySet[Noun], typed: str) -> QuerySet[Noun]:
    """Those of `rows` that what was typed can mean; none where nothing searchable was typed."""
    asked = query(typed)
    return rows.filter(search=SearchQuery(asked, config="simple", search_type="raw")) if asked else rows.none()


def best(rows: QuerySet[Noun], typed: str, most: int) -> list[Noun]:
    """The best `most` hits: titles that begin with what was typed, then the shortest. Only these are loaded."""
    folded = typed.casefold().replace(" ", "")
    candidates = found(rows, typed).values_list("pk", "sort_key")[:CANDIDATES]
    ids = [pk for pk, _key in sorted(candidates, key=lambda candidate: _rank(candidate[1], folded))[:most]]
    hits = rows.in_bulk(ids)
    return [hits[id] for id in ids if id in hits]


def _rank(sort_key: str, folded: str) -> tuple[bool, int, str]:
    return (not sort_key.replace(" ", "").startswith(folded), len(sort_key), sort_key)
