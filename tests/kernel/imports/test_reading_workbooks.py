"""XLSX and XLS: values as text, what cannot be trusted, and what must not be opened at all."""

from __future__ import annotations

import struct
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.text.unreadable import Unreadable

DAMAGED = "The workbook is damaged or not a workbook. Open it in a spreadsheet program and save it anew."
LOCKED = "The workbook is protected by a password. Save it without one."
TOO_LARGE = "The workbook is too large to be read. Save the sheet as CSV, or split it."


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    made.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with one part of it changed by hand."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    assert part in parts
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def cells(table: Table) -> list[list[str | None]]:
    return [row.cells for row in table.rows()]


def refusal(path: Path, **asked: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        open_table(path, **asked)
    return str(refused.value.message)


def test_values_as_text(tmp_path: Path) -> None:
    path = book(
        tmp_path / "customers.xlsx",
        客户=[
            ["名称", "code", "whole", "exact", "day", "moment", "time", "yes", "empty"],
            [
                "阿里",
                "007",
                123,
                0.1,
                date(2026, 11, 22),
                datetime.fromisoformat("2026-11-22 14:05"),
                time(9, 30),
                True,
                None,
            ],
            ["Acme", "+86 138", 100000.0, -2.5, date(1900, 3, 1), None, None, False, ""],
            ["last", "123456789012345678", 0, 1e-7],
        ],
    )
    table = open_table(path)
    assert table.columns == ["名称", "code", "whole", "exact", "day", "moment", "time", "yes", "empty"]
    assert cells(table) == [
        ["阿里", "007", "123", "0.1", "2026-11-22", "2026-11-22 14:05:00", "09:30:00", "true", None],
        ["Acme", "+86 138", "100000", "-2.5", "1900-03-01", None, None, "false", None],
        ["last", "123456789012345678", "0", "0.0000001", None, None, None, None, None],
    ]
    assert (table.description.sheet, table.description.sheets, table.count_hint) == ("客户", ["客户"], 3)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    for row, value in enumerate(["name", "=1+1", "'=1", "@x"], start=1):
        page.cell(row, 1, value).data_type = "s"
    made.save(path)
    assert cells(open_table(path)) == [["=1+1"], ["'=1"], ["@x"]]


def test_rows_are_numbered_as_in_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "gaps.xlsx", one=[[], ["A title"], ["name", "city"], [], ["x", "y"], [None, None], ["z"]])
    table = open_table(path, skip=2)
    assert [tuple(row) for row in table.rows()] == [(5, ["x", "y"], None), (7, ["z", None], None)]
    assert (table.description.heading_line, table.count_hint) == (3, 2)


def test_sheets_are_chosen_by_name(tmp_path: Path) -> None:
    path = book(tmp_path / "two.xlsx", first=[["a"], [1]], 第二=[["b"], [2]], empty=[])
    assert open_table(path).columns == ["a"]
    assert open_table(path, sheet="第二").columns == ["b"]
    assert open_table(path, sheet="第二", header=False).columns == ["A"]
    assert open_table(path, sheet="第二").description.sheets == ["first", "第二", "empty"]
    assert refusal(path, sheet="third") == "There is no sheet “third” in the workbook."
    assert refusal(path, sheet="empty") == "The sheet “empty” is empty."


def test_cells_that_cannot_be_trusted_are_told(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.xlsx"
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.append(["name", "id"])
    for value in ("fine", 123456789012345678, 1.1e17, "=A1", "#N/A", "#N/A as text", 0.1 + 0.2):
        page.append(["x", value])
    made.save(path)
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("1.234567890123457e+17", "123456789012345678"))
    assert [row.problem and str(row.problem) for row in open_table(path).rows()] == [
        None,
        "Cell B3 holds a number of more than 15 digits (123456789012345678); spreadsheets do not keep these exactly. Enter it as text.",
        "Cell B4 holds a number of more than 15 digits (1.1e+17); spreadsheets do not keep these exactly. Enter it as text.",
        "Cell B5 holds a formula without a result. Open the workbook in a spreadsheet program and save it.",
        "Cell B6 holds the error #N/A.",
        None,
        None,
    ]


def test_headings_are_held_to_the_same_rules(tmp_path: Path) -> None:
    assert refusal(book(tmp_path / "a.xlsx", s=[["a", "A "], [1, 2]])) == (
        "Columns A and B have the same heading “A” (line 1). Rename one of them."
    )
    extra = open_table(book(tmp_path / "b.xlsx", s=[["a"], [1, 2]])).sample(1)[0]
    assert str(extra.problem) == "This row has 2 cells, but there are only 1 columns."


def test_a_workbook_in_the_clothes_of_a_text_file(tmp_path: Path) -> None:
    assert cells(open_table(book(tmp_path / "b.xlsx", s=[["a"], ["1"]]), name="customers.csv")) == [["1"]]


def test_the_rows_go_when_the_table_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(unpacked))
    table = open_table(book(tmp_path / "b.xlsx", s=[["a"], ["1"], ["2"]]))
    rows = table.rows()
    del table
    assert [row.cells for row in rows] == [["1"], ["2"]]
    del rows
    assert list(unpacked.iterdir()) == []


# -- hostile files --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 and nothing more", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"]
)
def test_damaged_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    assert refusal(path) == DAMAGED


def test_another_zip_file(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert refusal(path) == DAMAGED


def test_half_a_workbook(tmp_path: Path) -> None:
    path = book(tmp_path / "half.xlsx", s=[["a"], *[[number] for number in range(500)]])
    path.write_bytes(path.read_bytes()[:3000])
    assert refusal(path) == DAMAGED


def test_passwords(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path) == LOCKED


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "bomb.xlsx", s=[["a"], [1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/zeros", "w") as part:
        for _piece in range(64):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 100_000
    assert refusal(path) == TOO_LARGE


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = book(tmp_path / "liar.xlsx", s=[["name"], ["x" * 100]])
    parts = zipfile.ZipFile(path).infolist()
    content = path.read_bytes()
    sheet = next(part for part in parts if part.filename.startswith("xl/worksheets/"))
    lied = content.replace(
        struct.pack("<LL", sheet.compress_size, sheet.file_size), struct.pack("<LL", sheet.compress_size, 10)
    )
    assert lied != content
    path.write_bytes(lied)
    try:
        assert cells(open_table(path)) in ([["x" * 100]], [])
    except Unreadable as refused:
        assert str(refused.message) == DAMAGED


def test_two_far_cells_do_not_become_a_plane(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"] = "x"
    made.worksheets[0]["XFD1048576"] = "y"
    made.save(tmp_path / "far.xlsx")
    assert refusal(tmp_path / "far.xlsx") == TOO_LARGE


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_never_resolved(tmp_path: Path, part: str) -> None:
    (tmp_path / "secret").write_text("the secret")
    doctype = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "file://{tmp_path}/secret"><!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("s")
        page.write_row(0, 0, ["name", "PLACE"])
        page.write_row(1, 0, ["x", "PLACE"])

    def poisoned(xml: str) -> str:
        body = (
            xml.split("?>", 1)[-1]
            .replace("PLACE", "&leak;&i;")
            .replace('name="s"', 'name="&leak;&i;"')
            .replace("<v>1</v>", "<v>&leak;&i;</v>")
        )
        return f'<?xml version="1.0"?>{doctype}]>{body}'

    rewritten(path, part, poisoned)
    try:
        table = open_table(path)
        seen = str([table.columns, table.description, *table.rows()])
    except Unreadable as refused:
        seen = str(refused.message)
    assert "the secret" not in seen
    assert "aaaaaaaaaaaaaaaaaaaa" not in seen


# -- the old form ---------------------------------------------------------------------------------------------------
def test_xls(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(old_workbook([["名称", "employees"], ["阿里", 123], ["007", 0.5]]))
    table = open_table(path)
    assert table.columns == ["名称", "employees"]
    assert cells(table) == [["阿里", "123"], ["007", "0.5"]]
    assert table.description.sheet == "Sheet1"


def test_an_xls_with_two_far_cells(tmp_path: Path) -> None:
    path = tmp_path / "far.xls"
    path.write_bytes(old_workbook([["a"]], far=(65535, 65535)))
    assert refusal(path) in (TOO_LARGE, DAMAGED, "There are 65536 columns; at most 500 can be read.")


def old_workbook(rows: Sequence[Sequence[str | float]], far: tuple[int, int] | None = None) -> bytes:
    """The smallest XLS: a compound file whose one stream holds the records of a workbook with a single sheet."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return record(0x0203, place + struct.pack("<d", value))

    beginning, end = struct.pack("<HHHHLL", 0x0600, 0x0005, 0, 1997, 0, 6), record(0x000A, b"")
    values = [cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line)]
    values += [cell(*far, "far")] if far else []
    width = max(map(len, rows))
    size = struct.pack("<LLHHH", 0, len(rows), 0, width, 0)
    sheet = record(0x0809, beginning[:2] + b"\x10\x00" + beginning[4:]) + record(0x0200, size) + b"".join(values) + end
    name = struct.pack("<BB", 6, 0) + b"Sheet1"
    before = record(0x0809, beginning) + record(0x0042, struct.pack("<H", 1200))
    offset = len(before) + 4 + 6 + len(name) + len(end)
    return compound(before + record(0x0085, struct.pack("<LBB", offset, 0, 0) + name) + end + sheet)


def compound(stream: bytes) -> bytes:
    """A compound file with the stream "Workbook"."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [*range(1, count), last, last, table]  # the stream, the directory, the table itself
    header = struct.pack("<8s16sHHHHH6sLLLLLLLLL", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
                         0, 1, count, 0, 4096, last, 0, last, 0)  # fmt: skip
    header += struct.pack("<109L", count + 1, *[free] * 108)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBLLL16sLQQLQ", encoded, len(encoded), kind, 1, free, free, child, b"", 0, 0, 0, start, size
        )

    directory = entry("Root Entry", 5, 1, last, 0) + entry("Workbook", 2, free, 0, len(stream)) + bytes(256)
    return header + stream + directory + struct.pack("<128L", *chain, *[free] * (128 - len(chain)))
