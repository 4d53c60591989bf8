"""CSV, TSV and plain lists: what is read, and what is refused in one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.text.unreadable import Unreadable

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """`written(text_or_bytes, "name.csv", encoding)`: a file."""

    def write(content: str | bytes, name: str = "customers.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def cells(table: Table) -> list[list[str | None]]:
    return [row.cells for row in table.rows()]


def refusal(path: Path, **asked: object) -> str:
    """What is said where a file cannot be read, on opening or later."""
    with pytest.raises(Unreadable) as refused:
        for _row in open_table(path, **asked).rows():  # type: ignore[arg-type]
            pass
    return str(refused.value.message)


# -- what is read ---------------------------------------------------------------------------------------------------
def test_cells_are_text_exactly_as_in_the_file(written: Written) -> None:
    path = written("code,phone,id,formula,space\r\n007,+8613800138000,123456789012345678,=A1, x \r\n")
    assert cells(open_table(path)) == [["007", "+8613800138000", "123456789012345678", "=A1", " x "]]


def test_the_description_says_how_the_file_was_understood(written: Written) -> None:
    table = open_table(written("名称;城市\n阿里;杭州\n", encoding="gb18030"))
    assert table.columns == ["名称", "城市"]
    about = table.description
    assert (about.format, about.encoding, about.delimiter, about.heading_line) == ("text", "GB18030", ";", 1)
    assert table.count_hint == 1


def test_rows_start_anew_each_time(written: Written) -> None:
    table = open_table(written("a,b\n1,2\n3,4\n5,6\n"))
    assert table.sample(2) == list(islice(table.rows(), 2))
    assert [row.number for row in table.rows()] == [2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(written: Written, encoding: str, end: str) -> None:
    text = end.join(["name,city", "苏州白鹭泉有限公司,苏州", '"two', 'lines",x', ""])
    table = open_table(written(text, encoding=encoding))
    assert table.columns == ["name", "city"]
    assert [tuple(row) for row in table.rows()] == [
        (2, ["苏州白鹭泉有限公司", "苏州"], None),
        (3, [f"two{end}lines", "x"], None),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(written: Written, delimiter: str) -> None:
    lines = [delimiter.join(line) for line in (["name", "note"], ["A, B; C", "x|y"], ["D", "e"])]
    lines[1] = delimiter.join(['"A, B; C"', '"x|y"'])
    table = open_table(written("\n".join(lines)))
    assert table.description.delimiter == delimiter
    assert cells(table) == [["A, B; C", "x|y"], ["D", "e"]]


def test_a_plain_list_is_a_table_of_one_column(written: Written) -> None:
    table = open_table(written("公司\n阿里\n\nSmith, Jones\n腾讯", "names.txt"))
    assert table.description.delimiter == ""
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["阿里"]), (4, ["Smith, Jones"]), (5, ["腾讯"])]


def test_without_headings_and_with_lines_above(written: Written) -> None:
    path = written("Export of today\n\n1,2,3\n4,5\n")
    table = open_table(path, header=False, skip=1)
    assert table.columns == ["A", "B", "C"]
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ["1", "2", "3"]), (4, ["4", "5", None])]


def test_headings_are_cleaned_and_missing_ones_are_letters(written: Written) -> None:
    table = open_table(written("\ufeff Name \u200b,, City  of birth ,,\nx,1,y,,\n"))
    assert table.columns == ["Name", "B", "City of birth"]
    assert cells(table) == [["x", "1", "y"]]


def test_ragged_rows(written: Written) -> None:
    rows = list(open_table(written("a,b\n1\n1,2,,\n1,2,3\n,,\n\n")).rows())
    assert [(row.number, row.cells) for row in rows] == [(2, ["1", None]), (3, ["1", "2"]), (4, ["1", "2", "3"])]
    assert [str(row.problem) for row in rows if row.problem] == ["This row has 3 cells, but there are only 2 columns."]


def test_a_row_with_broken_quotes_does_not_break_the_others(written: Written) -> None:
    rows = list(open_table(written('a,b\n1,"x"y\n2,"z"\n')).rows())
    assert rows[0].cells == ['1,"x"y']
    assert str(rows[0].problem) == "Something stands behind a closing quote. Write quotes inside of a cell twice."
    assert rows[1] == (3, ["2", "z"], None)


def test_apostrophes_of_safe_exports_go_unless_read_exactly(written: Written) -> None:
    path = written("a,b\n'=1+1,'quoted'\n")
    assert cells(open_table(path)) == [["=1+1", "'quoted'"]]
    assert cells(open_table(path, exact=True)) == [["'=1+1", "'quoted'"]]


def test_a_large_file_that_was_changed_is_looked_at_anew(written: Written) -> None:
    path = written("名称\n" + "白鹭泉\n" * 200_000)
    assert open_table(path).description.encoding == "UTF-8"
    table = open_table(written("名称\n" + "白鹭泉\n" * 300_000, encoding="gb18030"))
    assert (table.description.encoding, table.count_hint) == ("GB18030", 300_000)


def test_an_encoding_that_was_asked_for(written: Written) -> None:
    path = written("name,city\nMüller,Köln\n", encoding="windows-1252")
    assert refusal(path) == (
        "The file is not UTF-8 / GB18030 text: byte 11 in line 2 does not fit. Save it as UTF-8, or choose its encoding."
    )
    assert cells(open_table(path, encoding="windows-1252")) == [["Müller", "Köln"]]


def test_a_text_file_in_the_clothes_of_a_workbook(written: Written) -> None:
    assert cells(open_table(written("a\tb\n1\t2\n", "report.xls"))) == [["1", "2"]]


def test_the_name_of_the_owner_says_the_form(written: Written) -> None:
    assert cells(open_table(written("a,b\n1,2\n", "f00ba7"), name="客户.CSV")) == [["1", "2"]]


# -- what is refused ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"  \r\n \n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b",,\n,,\n", "The file is empty."),
        (b"name,n\xff\n", "The file is not UTF-8 / GB18030 text: byte 6 in line 1 does not fit. Save it as UTF-8, or choose its encoding."),
        (b"\xff\xfea\x00,\x00b\x00\n", "The file is not UTF-16 text: byte 8 in line 1 does not fit. Save it as UTF-8, or choose its encoding."),
        (b"a,b\n1,\x002\n", "Line 2 holds a zero byte: this is not a text file, or it is damaged."),
        (b'a,b\n1,2\n3,"4\n5,6\n', "The quote that opens in line 3 is never closed."),
        (b"name,City,NAME \nx,y,z\n", "Columns A and C have the same heading “NAME” (line 1). Rename one of them."),
        ("名称,Ｎａｍｅ,name\n".encode(), "Columns B and C have the same heading “name” (line 1). Rename one of them."),
        (b"1996,1100.04\n1997,3\n",
         "Line 1 should name the columns, but it holds values (1996, 1100.04). Add a line of headings, or say that the file has none."),
        (b"Ann,ann@example.com\n",
         "Line 1 should name the columns, but it holds values (ann@example.com). Add a line of headings, or say that the file has none."),
        (b"x" * 201 + b",b\n", "The heading of column A (line 1) has more than 200 characters."),
        (",".join(f"c{number}" for number in range(501)).encode(), "There are 501 columns; at most 500 can be read."),
        (b"<html><table><tr><td>a</td></tr></table></html>",
         "The file is a web page, not a table. Open it in a spreadsheet program and save it as XLSX or CSV."),
    ],
)  # fmt: skip
def test_bad_files(written: Written, content: bytes, said: str) -> None:
    assert refusal(written(content)) == said


def test_a_line_of_two_hundred_megabytes_stays_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"name,note\n")
        for _piece in range(200):
            file.write(b"x" * 1024 * 1024)
    assert refusal(path) == "Line 2 has more than four million characters."


def test_a_cell_of_more_than_a_million_characters(written: Written) -> None:
    assert (
        refusal(written("a,b\n1," + "x" * 1_100_000 + "\n")) == "Cell 2 of line 2 has more than a million characters."
    )


def test_a_quote_does_not_swallow_a_large_file(written: Written) -> None:
    path = written('a,b\n1,"2\n' + "3,4\n" * 1_500_000)
    assert refusal(path) == "The quote that opens in line 2 is not closed within four million characters."


def test_choices_that_make_no_sense(written: Written) -> None:
    path = written("a,b\n1,2\n")
    assert refusal(path, delimiter="ab") == "“ab” cannot separate cells. Use a comma, a semicolon, a tab or a bar."
    assert refusal(path, encoding="zip").startswith("The encoding “zip” is not known. Choose one of utf-8, utf-16,")


def test_files_of_another_kind(written: Written, tmp_path: Path) -> None:
    known = ".csv, .tsv, .txt, .xlsx, .xlsm, .xls, .json, .jsonl, .ndjson"
    assert refusal(written(b"", "photo.jpg")) == f"Files of this kind cannot be read. Bring one of these: {known}."
    assert refusal(tmp_path / "missing.csv") == "The file cannot be opened (No such file or directory)."
    (tmp_path / "folder.csv").mkdir()
    assert refusal(tmp_path / "folder.csv") == "The file cannot be opened (Is a directory)."


def test_a_file_that_may_not_be_read(written: Written) -> None:
    path = written("a,b\n1,2\n")
    path.chmod(0)
    if os.geteuid() != 0:
        assert refusal(path) == "The file cannot be opened (Permission denied)."
        return
    os.seteuid(65534)
    try:
        said = refusal(path)
    finally:
        os.seteuid(0)
    assert said == "The file cannot be opened (Permission denied)."


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=some.one_of(
        some.binary(max_size=300), some.text(alphabet="a,b;\t|\"\n\r'=1阿\0", max_size=80).map(str.encode)
    )
)
def test_any_bytes_are_a_table_or_a_sentence(written: Written, content: bytes) -> None:
    path = written(content)
    try:
        table = open_table(path)
        rows = list(table.rows())
    except Unreadable as refused:
        assert str(refused.message)
        return
    assert len({column.casefold() for column in table.columns}) == len(table.columns)
    assert all(row.problem or len(row.cells) == len(table.columns) for row in rows)
    assert [row.number for row in rows] == sorted({row.number for row in rows})
