"""Whatever a file holds and however it is broken: every row is accounted for, and no cell is changed without a word."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.imports.running import run
from concerto.kernel.journal.model import Entry
from concerto.kernel.text.unreadable import Unreadable
from tests.kernel.imports.broken import FORMS, HEADINGS, ROW, TABLES, as_book, many, wreckage
from tests.kernel.imports.test_running import COUNTS

WAYS = ("dmy", "mdy", "comma", "first", "width", "upper", "phone", "phone-world", "company", "person", "simplified")


def table_of(folder: Path, name: str, content: bytes) -> Table:
    path = folder / name
    path.write_bytes(content)
    return open_table(path, exact=True)


@many()
@given(rows=TABLES, form=st.sampled_from(["x.csv", "x.tsv", "x.json", "x.jsonl"]))
def test_a_whole_file_is_read_as_it_was_written(tmp_path: Path, rows: list[list[str]], form: str) -> None:
    told = [[cell or None for cell in row] for row in rows]
    try:
        table = table_of(tmp_path, form, FORMS[form](rows))
    except Unreadable:
        assert not any(map(any, told)), "only a file without any row may be no table"
        return
    read = list(table.rows())
    assert [row.cells for row in read if not row.problem] == [row for row in told if any(row)]
    assert not [row for row in read if row.problem]


@many(30)
@given(rows=st.lists(ROW, min_size=1, max_size=5))
def test_a_workbook_is_read_as_it_was_written(tmp_path: Path, rows: list[list[str]]) -> None:
    told = [[cell or None for cell in row] for row in rows]
    with suppress(Unreadable):
        read = [row.cells for row in table_of(tmp_path, "x.xlsx", as_book(rows)).rows() if not row.problem]
        assert read == [row for row in told if any(row)]


@many()
@given(data=st.data(), rows=TABLES, form=st.sampled_from(sorted(FORMS)))
def test_a_broken_file_is_a_table_or_a_sentence(
    tmp_path: Path, data: st.DataObject, rows: list[list[str]], form: str
) -> None:
    content = data.draw(wreckage(FORMS[form](rows)))
    with suppress(Unreadable):
        table = table_of(tmp_path, form, content)
        numbers = [row.number for row in table.rows() if row.problem or len(row.cells) == len(table.columns)]
        assert numbers == sorted(set(numbers)), "a row is found by its line"


@many(30)
@given(data=st.data(), rows=TABLES)
def test_a_broken_workbook_is_a_table_or_a_sentence(tmp_path: Path, data: st.DataObject, rows: list[list[str]]) -> None:
    content = data.draw(wreckage(as_book(rows)))
    with suppress(Unreadable):
        table = table_of(tmp_path, "x.xlsx", content)
        assert all(row.problem or len(row.cells) == len(table.columns) for row in table.rows())


@many(3)
@given(data=st.data(), rows=TABLES, form=st.sampled_from(sorted(FORMS)), policy=st.sampled_from(["update", "skip", "create"]),
       way=st.sampled_from(["", *WAYS]))  # fmt: skip
def test_every_row_of_a_broken_file_ends_in_one_way(
    db: None, steward: Actor, data: st.DataObject, rows: list[list[str]], form: str, policy: str, way: str
) -> None:
    content = FORMS[form](rows)
    if data.draw(st.booleans()):
        content = data.draw(wreckage(content))
    try:
        batch = take(steward, named("customer"), form, BytesIO(content))
        mapping = {**batch.mapping, **({"city": "contact-point.mobile"} if data.draw(st.booleans()) else {})}
        plan = Plan(
            {column: id for column, id in mapping.items() if column in HEADINGS}, {"city": way} if way else {}, policy
        )
        batch = run(steward, agree(steward, batch, plan.mapping, policy, plan=plan))
    except (Refused, Invalid):
        return  # said before anything was kept
    assert sum(getattr(batch, name) for name in COUNTS) == batch.rows
    assert Rejection.objects.filter(batch=batch, whole=True).count() == batch.rejected
    assert not batch.problem or Import.everything.get(pk=batch.pk).status == "stopped"
    no_word_is_changed_silently(batch)


def no_word_is_changed_silently(batch: Import) -> None:
    """What a cell became either reads as the cell, or the journal keeps the cell beside it."""
    lines = Entry.objects.filter(batch=batch.pk, door="import", entity="customer", verb="create")
    told = {line.line: line for line in lines}
    position = {column: place for place, column in enumerate(open_columns(batch))}
    for row in rows_of(batch):
        line = told.get(row[0])
        for column, id in batch.mapping.items():
            if line and id in ("name", "city") and id in line.changes and (cell := row[1][position[column]]):
                kept = (line.given or {}).get(id, line.changes[id][1])
                assert kept in (cell, cell[:300]) or Customer.everything.filter(pk=line.record, version__gt=1).exists()


def open_columns(batch: Import) -> list[str]:
    from concerto.kernel.imports.running import reopened

    return reopened(batch).columns


def rows_of(batch: Import) -> list[tuple[int, list[str | None]]]:
    from concerto.kernel.imports.running import reopened

    with suppress(Unreadable):
        return [(row.number, row.cells) for row in reopened(batch).rows() if not row.problem]
    return []
