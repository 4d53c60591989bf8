"""Finding records by what a person types: characters, pinyin, initials, Latin beginnings, phones, mail addresses."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from concerto.kernel.entity.record import Record
from concerto.kernel.text.lexemes import query

Noun = TypeVar("Noun", bound=Record)
FEW = 5_000  # so many hits are gathered before anything else is asked; more are common enough for the planner
CANDIDATES = 500  # of so many hits the best are chosen; ranking all hits of a common word costs a hundred times more


def found(rows: QuerySet[Noun], typed: str) -> QuerySet[Noun]:
    """Those of `rows` that what was typed can mean; none where nothing searchable was typed."""
    asked = query(typed)
    if not asked:
        return rows.none()
    ids = few(rows.model, asked)
    if ids is not None:
        return rows.filter(pk__in=ids)
    return rows.filter(search=SearchQuery(asked, config="simple", search_type="raw"))


def few(model: type[Record], asked: str) -> list[int] | None:
    """Ids of all rows that a tsquery finds, whoever may see them; None where they are more than FEW.

    The planner takes every beginning of a word for common. With an order or a limit beside it, it would read the whole
    table rather than the index, a hundred times slower where the word is rare. So the index is asked first, alone.
    """
    statement = (
        "set local enable_seqscan = off;"
        f"select id from {model._meta.db_table} where search @@ to_tsquery('simple', %s) limit {FEW + 1};"
        "set local enable_seqscan = on"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked])  # one message, hence one transaction
        cursor.nextset()
        ids = [int(id) for (id,) in cursor.fetchall()]
    return ids if len(ids) <= FEW else None


def best(rows: QuerySet[Noun], typed: str, most: int) -> list[Noun]:
    """The best `most` hits: titles that begin with what was typed, then the shortest. Only these are loaded."""
    folded = typed.casefold().replace(" ", "")
    candidates = found(rows, typed).values_list("pk", "sort_key")[:CANDIDATES]
    ids = [pk for pk, _key in sorted(candidates, key=lambda candidate: _rank(candidate[1], folded))[:most]]
    hits = rows.in_bulk(ids)
    return [hits[id] for id in ids if id in hits]


def _rank(sort_key: str, folded: str) -> tuple[bool, int, str]:
    return (not sort_key.replace(" ", "").startswith(folded), len(sort_key), sort_key)
