"""Finding records by what a person types: characters, pinyin, initials, Latin beginnings, phones, mail addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet, Value

from concerto.kernel.entity.record import Record
from concerto.kernel.statements.kept import any_of
from concerto.kernel.text.lexemes import query

Noun = TypeVar("Noun", bound=Record)
FEW = 5_000  # so many hits are gathered before anything else is asked; more are common enough for the planner
CANDIDATES = 500  # of so many hits the best are chosen; ranking all hits of a common word costs a hundred times more


Ids: TypeAlias = (
    "list[int] | None"  # of all rows that are found, whoever may see them; None where they are more than FEW
)


def found(rows: QuerySet[Noun], typed: str) -> QuerySet[Noun]:
    """Those of `rows` that what was typed can mean; none where nothing searchable was typed."""
    asked = query(typed)
    if not asked:
        return rows.none()
    return among_few(rows, few([rows.model], asked)[rows.model], asked)


def among_few(rows: QuerySet[Noun], ids: Ids, asked: str) -> QuerySet[Noun]:
    """Those of `rows` that a tsquery finds, whose ids the index has told where they are few."""
    if ids is not None:  # as one array: thousands of values one by one take longer to write than to look up
        array = Value(ids, output_field=ArrayField(BigIntegerField()))
        return rows.filter(any_of(F("pk"), array))
    return rows.filter(search=SearchQuery(asked, config="simple", search_type="raw"))


def few(models: Sequence[type[Record]], asked: str) -> Mapping[type[Record], Ids]:
    """What a tsquery finds of each noun: one statement, however many nouns.

    The planner takes every beginning of a word for common. With an order or a limit beside it, it would read the whole
    table rather than the index, a hundred times slower where the word is rare. So the indexes are asked first, alone.
    """
    each = (
        f"(select {at}, id from {model._meta.db_table} where search @@ to_tsquery('simple', %s) limit {FEW + 1})"
        for at, model in enumerate(models)
    )
    statement = f"set local enable_seqscan = off; {' union all '.join(each)}; set local enable_seqscan = on"
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked] * len(models))  # one message, hence one transaction
        cursor.nextset()
        ids: dict[int, list[int]] = defaultdict(list)
        for at, id in cursor.fetchall():
            ids[at].append(id)
    return {model: ids[at] if len(ids[at]) <= FEW else None for at, model in enumerate(models)}


def best(candidates: Iterable[tuple[int, str]], typed: str, most: int) -> list[int]:
    """The best `most` of (id, sort key): titles that begin with what was typed, then the shortest."""
    folded = typed.casefold().replace(" ", "")
    return [id for id, _key in sorted(candidates, key=lambda candidate: _rank(candidate[1], folded))[:most]]


def _rank(sort_key: str, folded: str) -> tuple[bool, int, str]:
    return (not sort_key.replace(" ", "").startswith(folded), len(sort_key), sort_key)
