"""Lists against plain Python: every operator of every kind, every order, every page."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.operators import BY_SYMBOL
from concerto.kernel.query.language import Condition, Unclear, parse
from concerto.kernel.query.listing import Asked, count, page
from concerto.kernel.query.sorting import order
from tests.cast import acting
from tests.kernel.query.population import populate, questions, the_rows, value_of
from tests.kernel.specimen import PAGE, Colour, Specimen

FIELDS = [symbol.field.name for symbol in PAGE]
RECORD_FIELDS = ["created_at", "updated_at"]


@pytest.fixture(scope="module", autouse=True)
def population(specimens: Entity) -> Entity:
    populate(specimens)
    return specimens


@pytest.fixture
def reader() -> Actor:
    """Somebody who sees every row and every field, and is somebody's keeper."""
    sales = acting("sales")
    return Actor(sales.person, sales.name, sales.door, frozenset({"admin", "everyone"}))


def ids(actor: Actor, entity: Entity, filter: str) -> set[int]:
    return {row.pk for row in page(actor, entity, Asked(filter=filter, limit=200)).rows}


@pytest.mark.parametrize("id", FIELDS)
def test_every_question_finds_what_python_finds(population: Entity, reader: Actor, id: str) -> None:
    rows = the_rows()
    asked = questions(rows)[id]
    for question in asked:
        expected = {row.pk for row in rows if question.holds(value_of(population, id, row))}
        assert ids(reader, population, f"{id} {question.written}") == expected, question.written
    symbols = {operator.symbol for operator in operators(f"{id} {question.written}" for question in asked)}
    offered = {operator.symbol for operator in population.fields[id].kind.operators}
    assert symbols == offered


def operators(filters: Iterator[str]) -> Iterator[Any]:
    for text in filters:
        condition = parse(text)
        assert isinstance(condition, Condition)
        yield condition.operator


def test_what_a_kind_does_not_offer_is_unclear(population: Entity, reader: Actor) -> None:
    values = {
        "is empty": "",
        "is not empty": "",
        "in": "(1)",
        "not in": "(1)",
        "between": "1..2",
        "within": "1d",
        "not within": "1d",
    }
    for field in population.fields.values():
        for symbol, operator in BY_SYMBOL.items():
            if operator not in field.kind.operators:
                with pytest.raises(Unclear, match="cannot be asked with"):
                    page(reader, population, Asked(filter=f"{field.id} {symbol} {values.get(symbol, '1')}"))


def test_joined_questions(population: Entity, reader: Actor) -> None:
    rows, random = the_rows(), Random(7)
    asked = [(id, question) for id, some in questions(rows).items() for question in some]
    for _round in range(60):
        (one, a), (two, b), (three, c) = random.sample(asked, 3)
        text = f"{one} {a.written} or {two} {b.written} and {three} {c.written}"
        expected = {
            row.pk
            for row in rows
            if a.holds(value_of(population, one, row))
            or (b.holds(value_of(population, two, row)) and c.holds(value_of(population, three, row)))
        }
        assert ids(reader, population, text) == expected, text
        assert count(reader, population, Asked(filter=text)).value == len(expected)


# -- order and pages ------------------------------------------------------------------------------------------------
def sort_value(entity: Entity, id: str, row: Any) -> Any:
    return row.sort_key if id == entity.title.id else entity.fields[id].value(row)


def rank(entity: Entity, id: str, row: Any) -> Any:
    """What filled rows are compared by: choices by where they are declared, not by how their ids are spelled."""
    value = sort_value(entity, id, row)
    ranks: list[str] = list(Colour)
    return (ranks.index(value) if value in ranks else len(ranks)) if id in ("colour", "size") else value


def in_order(entity: Entity, id: str, *, descending: bool) -> list[int]:
    """Filled rows by value, empty ones after them; ties by id; all in one direction."""
    rows = sorted(the_rows(), key=lambda row: row.pk, reverse=descending)
    empty = [row for row in rows if entity.fields[id].kind.is_empty(sort_value(entity, id, row))]
    filled = [row for row in rows if row not in empty]
    filled.sort(key=lambda row: rank(entity, id, row), reverse=descending)
    return [row.pk for row in filled + empty]


def visited(actor: Actor, entity: Entity, sort: str, *, limit: int) -> list[int]:
    """The ids of all pages, one after the other."""
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        one = page(actor, entity, Asked(sort=sort, cursor=cursor, limit=limit))
        seen += [row.pk for row in one.rows]
        cursor = one.next
    return seen


def sortable(entity: Entity) -> list[str]:
    return [field.id for field in entity.fields.values() if field.kind.sortable]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("limit", [3, 7, 40, 41])
def test_every_order_visits_every_row_once(population: Entity, reader: Actor, limit: int, *, descending: bool) -> None:
    for id in sortable(population):
        sort = f"-{id}" if descending else id
        assert visited(reader, population, sort, limit=limit) == in_order(population, id, descending=descending), sort


def test_what_is_no_choice_any_more_stands_behind_the_choices(population: Entity, reader: Actor) -> None:
    coloured = [row.pk for row in the_rows() if row.colour == "green"][::2]
    Specimen.everything.filter(pk__in=coloured).update(colour="mauve")
    try:
        for sort in ("colour", "-colour"):
            expected = in_order(population, "colour", descending=sort.startswith("-"))
            assert visited(reader, population, sort, limit=1) == expected
            assert visited(reader, population, f"{sort},amount", limit=3) == in_orders(population, [sort, "amount"])
    finally:
        Specimen.everything.filter(pk__in=coloured).update(colour="green")


def in_orders(entity: Entity, ids: list[str]) -> list[int]:
    """Sorted by the last first, then by the one before it: a stable sort keeps what it finds equal."""
    first = ids[0].startswith("-")
    rows = sorted(the_rows(), key=lambda row: row.pk, reverse=first)
    for word in reversed(ids):
        id, descending = word.removeprefix("-"), word.startswith("-")
        empty = [row for row in rows if entity.fields[id].kind.is_empty(sort_value(entity, id, row))]
        filled = [row for row in rows if row not in empty]
        rows = stable(filled, lambda row, id=id: rank(entity, id, row), descending=descending) + empty
    return [row.pk for row in rows]


def stable(rows: list[Any], key: Any, *, descending: bool) -> list[Any]:
    """Python's `reverse` keeps equal rows in their order, as a database's descending key does."""
    return sorted(rows, key=key, reverse=descending)


def test_several_orders_visit_every_row_once(population: Entity, reader: Actor) -> None:
    random = Random(11)
    for _round in range(40):
        words = [f"{random.choice(['', '-'])}{id}" for id in random.sample(sortable(population), random.choice([2, 3]))]
        for limit in (3, 40):
            assert visited(reader, population, ",".join(words), limit=limit) == in_orders(population, words), words


def test_a_field_named_twice_counts_once_and_four_are_too_many(population: Entity, reader: Actor) -> None:
    assert order(reader, population, "amount,-amount,name").written() == "amount,name"
    for sort in ("amount,name,number,on", "amount,", ",", "amount, name", "amount,,name", "amount;name"):
        with pytest.raises(Unclear):
            order(reader, population, sort)


def test_the_title_s_order_is_the_usual_one(population: Entity, reader: Actor) -> None:
    assert visited(reader, population, "", limit=9) == in_order(population, "name", descending=False)


@pytest.mark.parametrize("limit", [-5, 0, 1])
def test_a_page_has_a_row_at_least(population: Entity, reader: Actor, limit: int) -> None:
    assert len(page(reader, population, Asked(limit=limit)).rows) == 1


def test_fields_that_cannot_be_sorted_by(population: Entity, reader: Actor) -> None:
    for sort in (
        "marks",
        "prose",
        "-marks",
        "tags",
        "nothing",
        "-",
        "--name",
        "keeper__password",
        "password",
        "search",
        "id",
    ):
        with pytest.raises(Unclear):
            order(reader, population, sort)


def test_a_cursor_belongs_to_its_order(population: Entity, reader: Actor) -> None:
    cursor = page(reader, population, Asked(sort="amount", limit=5)).next
    assert cursor
    for sort in ("-amount", "number", ""):
        with pytest.raises(Unclear, match="does not belong to this list"):
            page(reader, population, Asked(sort=sort, cursor=cursor))


# -- hostile requests -----------------------------------------------------------------------------------------------
TEXTS = [
    "\x00",
    "\ud800",
    "'; drop table journal; --",
    "%",
    "\\",
    "a" * 7000,
    "\u202e",
    "\t",
    "🦆",
    "1e999",
    "-0",
    "NaN",
    "null",
    "true",
    "[]",
]


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_values_are_unclear_or_find_what_holds(population: Entity, reader: Actor, text: str) -> None:
    quoted = '"' + text.replace("\\", "\\\\") + '"'
    for field in population.fields.values():
        for symbol in ("=", "~", "<"):
            found = answer(reader, population, Asked(filter=f"{field.id} {symbol} {quoted}"))
            assert found == [] or text in ("%", "\\", "-0", "true")


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_words_find_nothing(population: Entity, reader: Actor, text: str) -> None:
    assert answer(reader, population, Asked(q=text)) in ([], answer(reader, population, Asked(q="50%")))


def answer(actor: Actor, entity: Entity, asked: Asked) -> list[Any]:
    """The rows of a page; none where the request is unclear."""
    try:
        return page(actor, entity, asked).rows
    except Unclear as unclear:
        assert str(unclear.message)
        return []


PLACES = [None, "", 0, -1, 2**63, 2**70, 1.5, "x", "\x00", True, [], {}, [1], {"a": 1}]


def test_forged_cursors_are_unclear_or_a_place(population: Entity, reader: Actor) -> None:
    for sort in [*sortable(population), ""]:
        for value in PLACES:
            for values in (value, [value], [value, value]):
                cursor = forge([sort or "name", values, 1])
                assert len(answer(reader, population, Asked(sort=sort, cursor=cursor))) <= 40
    for value in PLACES:
        cursor = forge(["colour,-amount", [value, value], 1])
        assert len(answer(reader, population, Asked(sort="colour,-amount", cursor=cursor))) <= 40
    for id in (0, "1", None, 2**63, -3, 1.0, [], "\x00"):
        assert answer(reader, population, Asked(cursor=forge(["name", "a", id]))) == []


def forge(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("text", ["x", "====", "é", "\ud800", "e30", "W10", "bnVsbA", "WzEsMiwzXQ", "A" * 10_000])
def test_what_is_no_cursor_is_unclear(population: Entity, reader: Actor, text: str) -> None:
    with pytest.raises(Unclear, match="does not belong to this list"):
        page(reader, population, Asked(cursor=text))


@pytest.mark.parametrize(
    "id",
    [
        "password",
        "keeper__password",
        "keeper.password",
        "pk",
        "id",
        "search",
        "_connector",
        "version",
        "trashed_at__isnull",
    ],
)
def test_only_described_fields_can_be_asked(population: Entity, reader: Actor, id: str) -> None:
    with pytest.raises(Unclear):
        page(reader, population, Asked(filter=f'{id} = "x"'))
