"""Files as they come: tables of awkward cells, written in several forms, and then broken.

`BROKEN_FILES=100000 python -m pytest tests/kernel/imports/test_broken_files.py` tries so many of each kind.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("BROKEN_FILES", "150"))

AWKWARD = [
    "110101199003078515", "123456789012345678", "0012", "00", "+8613800138000", "+86 138-0013-8000", "１３８００１３８０００", "1.0E+17",
    "1900-02-29", "60", "1904-01-01", "2025/3/4", "03/04/2025", "=1+1", "=HYPERLINK(\"http://x.example\")", "+1", "-1", "@x", "'=1",
    "1,234.50", "1.234,50", "12345678901234567890.12", "true", "否", "NULL", "nan", "inf", "#N/A", "a,b", "a;b\tc|d", 'say "x"', '"',
    "行\n二", "a\r\nb", " padded ", "\u3000全角\u3000", "ﬁ", "e\u0301", "\u202eabc", "👩\u200d👩\u200d👧", "\ufeffx", "\u00a0", "𠮷野家", "é" * 40,
]  # fmt: skip
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
CELL = st.one_of(st.sampled_from(AWKWARD), PLAIN)
ROW = st.lists(CELL, min_size=3, max_size=3)
TABLES = st.lists(ROW, max_size=8)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HEADINGS = ("name", "city", "employees")


def many(part: int = 1) -> settings:
    """So many examples, or that part of them where each costs more."""
    off = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=max(5, EXAMPLES // part), deadline=None, suppress_health_check=off)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADINGS, *rows])
    return out.getvalue().encode(encoding, "replace")


def as_json(rows: Sequence[Sequence[str]]) -> bytes:
    return json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in rows], ensure_ascii=False).encode()


def as_lines(rows: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(json.dumps(dict(zip(HEADINGS, row, strict=True))) for row in rows).encode()


def as_book(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    ) as book:
        book.set_properties({"created": LONG_AGO})  # the same rows are the same bytes
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADINGS, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
    return out.getvalue()


FORMS: dict[str, Callable[[Sequence[Sequence[str]]], bytes]] = {
    "x.csv": as_csv,
    "x.tsv": lambda rows: as_csv(rows, "\t", "\n"),
    "x.txt": lambda rows: as_csv(rows, ";", "\n", "gb18030"),
    "x.json": as_json,
    "x.jsonl": as_lines,
}


@st.composite
def wreckage(draw: st.DrawFn, content: bytes) -> bytes:
    """The same bytes with a few pieces cut out, doubled, overwritten or put in."""
    broken = bytearray(content)
    for _time in range(draw(st.integers(1, 4))):
        place, length = draw(st.integers(0, len(broken))), draw(st.integers(0, 12))
        piece = bytes(broken[place : place + length])
        put = draw(st.one_of(st.just(b""), st.just(piece * 2), st.binary(max_size=6), st.sampled_from(SPLINTERS)))
        broken[place : place + length] = put
    return bytes(broken)


SPLINTERS = [b'"', b"\x00", b"\r", b"\n\n", b",,,", b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"]", b"\\ud800", b"name,name", b"1e999", b"'" * 3,
             b"\x1a", b"<!DOCTYPE x>", b"\xf0\x9f", b"\t" * 600]  # fmt: skip
