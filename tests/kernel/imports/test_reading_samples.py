"""Real files, where CONCERTO_SAMPLES names their folder."""

from __future__ import annotations

import os
import time
from itertools import islice
from pathlib import Path

import pytest

from concerto.kernel.imports.reading.table import open_table
from concerto.kernel.text.pinyin import sort_key

SAMPLES = os.environ.get("CONCERTO_SAMPLES", "")
pytestmark = pytest.mark.skipif(not SAMPLES, reason="needs real sample files: set CONCERTO_SAMPLES to their folder")


def test_accounts() -> None:
    table = open_table(Path(SAMPLES, "sales-opportunities/accounts.csv"))
    assert table.columns == [
        "account",
        "sector",
        "year_established",
        "revenue",
        "employees",
        "office_location",
        "subsidiary_of",
    ]
    assert table.count_hint == len(list(table.rows())) == 85
    assert table.sample(1) == [
        (2, ["Acme Corporation", "technolgy", "1996", "1100.04", "2822", "United States", None], None)
    ]


def test_a_list_of_names_with_a_mark_and_two_headings(capsys: pytest.CaptureFixture[str]) -> None:
    table = open_table(Path(SAMPLES, "chinese/company-short-names.txt"))
    assert table.columns == ["By@萌名NameMoe"]
    assert table.sample(2) == [(2, ["2022.11.30"], None), (4, ["吖吖宝贝"], None)]
    names = [str(row.cells[0]) for row in islice(table.rows(), 1, 20_001)]
    started = time.perf_counter()
    keys = [sort_key(name) for name in names]
    with capsys.disabled():
        print(f"\n20,000 names read as pinyin in {time.perf_counter() - started:.2f} s")
    assert len(keys) == 20_000
    assert keys[0] == "ya ya bao bei"


def test_every_row_of_a_large_file_is_met() -> None:
    table = open_table(Path(SAMPLES, "olist/olist_order_reviews_dataset.csv"))
    rows = list(table.rows())
    assert len(rows) == table.count_hint == 4988
    assert not [row for row in rows if row.problem]
