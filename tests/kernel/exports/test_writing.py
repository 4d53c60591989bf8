"""Files that go out: safe for spreadsheets, and exactly what was meant for our own reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from concerto.kernel.exports.writing.csv_file import csv_lines, in_columns, write_csv
from concerto.kernel.exports.writing.xlsx_file import write_xlsx
from concerto.kernel.imports.reading.table import open_table
from concerto.kernel.text.unreadable import Unreadable

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋x", "－a", "＠x"]
HARMLESS = ["+86 138 0013 8000", "-5", "007", "123456789012345678", "a,b", 'say "hi"', "two\nlines", "'quoted'", "阿里"]
TEXT = some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
CELL = some.one_of(TEXT, some.text(alphabet="'=+-@\t\r\n＝\"',;|1 _x000D", max_size=10))
TABLES = some.integers(1, 4).flatmap(
    lambda width: some.lists(some.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)
SPECIAL = some.text("'=+-@\t\r\n＝\"',;|1é阿 \x1f\0", max_size=8)
BOUNDED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def clock(*parts: int) -> datetime:
    """A moment as spreadsheets have it: without a zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def headings(width: int) -> list[str]:
    return ["name;x", "a,b", "城市", "=note"][:width]


def read_back(path: Path, **asked: bool) -> list[list[str]]:
    return [[cell or "" for cell in row.cells] for row in open_table(path, **asked).rows()]  # type: ignore[arg-type]


# -- CSV ------------------------------------------------------------------------------------------------------------
def test_csv_for_spreadsheets() -> None:
    stream = BytesIO()
    write_csv(stream, ["名称", "=x"], [[["=1+1", None], ["+86 138", "a,b"]]])
    assert stream.getvalue().decode() == '\ufeff"名称","\'=x"\r\n\'=1+1,+86 138\r\n,"a,b"\r\n'


def test_values_become_text_that_reads_back(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    write_csv(
        tmp_path / "x.csv",
        list("abcdefg"),
        [[[True], [False], [7], [Decimal("0.10")], [date(2026, 1, 2)], [moment], [0]]],
    )
    assert read_back(tmp_path / "x.csv") == [["yes", "no", "7", "0.10", "2026-01-02", "2026-01-02 03:04:05+00:00", "0"]]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, ["cell", "other"], [[[cell], ["x"]]])
    assert read_back(path, exact=True) == [[f"'{cell}", "x"]]
    assert read_back(path) == [[cell, "x"]]


def test_raw_is_exact_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, ["cell"], [[[*HOSTILE, *HARMLESS, "'=1"]]], raw=True)
    assert read_back(path, exact=True) == [[cell] for cell in [*HOSTILE, *HARMLESS, "'=1"]]


@BOUNDED
@given(TABLES)
def test_csv_round_trip(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, headings(len(rows[0])), in_columns(rows))
    table = open_table(path)
    assert table.columns == headings(len(rows[0]))
    assert read_back(path) == [row for row in rows if any(row)]
    assert not [row.problem for row in table.rows() if row.problem]


@BOUNDED
@given(some.integers(1, 4).flatmap(lambda width: some.lists(some.lists(SPECIAL, min_size=width, max_size=width))))
def test_cells_are_quoted_as_the_standard_library_does(rows: list[list[str]]) -> None:
    text = StringIO(newline="")
    csv.writer(text).writerows([[cell.replace("\0", "") for cell in row] for row in rows])
    written = b"".join(list(csv_lines(["n"], in_columns(rows), raw=True))[1:])
    assert written.decode() == text.getvalue()


def test_pieces_of_a_stream_are_the_file() -> None:
    stream = BytesIO()
    rows = [[str(number)] for number in range(1200)]
    write_csv(stream, ["n"], in_columns(rows))
    pieces = list(csv_lines(["n"], in_columns(rows)))
    assert len(pieces) == 4
    assert b"".join(pieces) == stream.getvalue()


# -- XLSX -----------------------------------------------------------------------------------------------------------
def test_xlsx_types_and_looks(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    row = ["=1+1", 7, Decimal("0.10"), date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, tzinfo=UTC), True, None, "007"]
    write_xlsx(path, ["name", "n", "d", "day", "at", "ok", "none", "code"], [row], sheet="Customers: all [1]")
    page = openpyxl.load_workbook(path).worksheets[0]
    values = [(cell.value, cell.data_type) for cell in page[2]]
    assert values == [
        ("=1+1", "s"), (7, "n"), (0.1, "n"), (clock(2026, 1, 2), "d"), (clock(2026, 1, 2, 3, 4), "d"),
        (True, "b"), (None, "n"), ("007", "s"),
    ]  # fmt: skip
    assert page.title == "Customers  all  1"
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:H2"
    assert page["A1"].font.bold


def test_numbers_that_a_spreadsheet_would_round_are_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    numbers = [
        123456789012345678,
        Decimal("1234567890.1234567"),
        Decimal("NaN"),
        float("inf"),
        date(1899, 1, 1),
        10**15,
    ]
    write_xlsx(path, list("abcdef"), [numbers])
    table = open_table(path)
    assert table.sample(1) == [
        (2, ["123456789012345678", "1234567890.1234567", "NaN", "inf", "1899-01-01", "1000000000000000"], None)
    ]


def test_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    cells = [*HOSTILE, *HARMLESS, "http://example.com", "{=1}", "_x0041_", " space ", "x" * 32_767]
    write_xlsx(path, ["cell"], [[cell] for cell in cells])
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.data_type for (cell,) in page.iter_rows(min_row=2)] == ["s"] * len(cells)
    assert read_back(path) == [[cell] for cell in cells]


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, ["cell"], [["a\x00b\x07c\x1f\ufffe\ud800d\te\nf"]])
    assert read_back(path) == [["abcd\te\nf"]]


def test_a_cell_that_is_too_long_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(Unreadable) as refused:
        write_xlsx(path, ["name", "note"], [["x", "fine"], ["y", "x" * 32_768]])
    assert str(refused.value.message) == (
        "“note” in row 3 has 32768 characters; a cell of an XLSX file holds at most 32767. Export as CSV instead."
    )
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failing_source_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["first"]
        raise ConnectionError

    for write, name in ((write_csv, "x.csv"), (write_xlsx, "x.xlsx")):
        path = tmp_path / name
        path.write_bytes(b"before")
        with pytest.raises(ConnectionError):
            write(path, ["name"], rows())
        assert path.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 2


def test_streams_stay_open() -> None:
    for write in (write_csv, write_xlsx):
        stream = BytesIO()
        write(stream, ["name"], [["阿里"]])
        assert len(stream.getvalue()) > 10


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(CELL, CELL, CELL), min_size=20, max_size=60))
def test_xlsx_round_trip(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, headings(3), rows)
    kept = [[held(cell) for cell in row] for row in rows]
    assert read_back(path) == [row for row in kept if any(row)]


def held(cell: str) -> str:
    """What XML can hold of a cell."""
    return (
        "".join(letter for letter in cell if letter >= " " or letter in "\t\r\n")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )
