"""Cells that would be formulas."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.spreadsheet import safe_cell, unsafe_back


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1x",
        "－a",
        "＠x",
        "'=1",
        "''=1",
        "-",
        "+1-2",
    ],
)
def test_made_harmless_and_back(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert unsafe_back(safe_cell(cell)) == cell


@pytest.mark.parametrize(
    "cell",
    ["", "1", "-5", "-1,234.50", "+8613800138000", "+86 138 0013 8000", "a=1", "'quoted'", "O'Brien", "阿里", " =1"],
)
def test_left_alone(cell: str) -> None:
    assert safe_cell(cell) == cell
    assert unsafe_back(cell) == cell


def test_an_apostrophe_set_by_hand_before_a_number_goes() -> None:
    assert unsafe_back("'+8613800138000") == "+8613800138000"


@settings(max_examples=500, deadline=None)
@given(some.one_of(some.text(max_size=20), some.text(alphabet="'=+-@\t\r\n＝＋－＠1 ,.", max_size=6)))
def test_always_back(cell: str) -> None:
    assert unsafe_back(safe_cell(cell)) == cell
