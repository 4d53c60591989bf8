"""What is highlighted in what was found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.marks import marks


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("苏州白鹭泉有限公司", "白鹭", ["白鹭"]),
        ("苏州白鹭泉", "blq", ["白鹭泉"]),
        ("苏州白鹭泉", "bail", ["白鹭"]),
        ("苏州白鹭泉", "su quan", ["苏", "泉"]),
        ("阿里巴巴", "巴", ["巴巴"]),
        ("曾国藩", "zeng", ["曾"]),
        ("吕布", "lv", ["吕"]),
        ("Acme Élan", "ela", ["Éla"]),
        ("O'Brien", "obr", ["O'Br"]),
        ("+86 138 0013 8000", "13800", ["138 00"]),
        ("138-0013-8000", "8000", ["8000"]),
        ("ann.lee@example.com", "ann exa", ["ann", "exa"]),
        ("苏州", "x", []),
        ("苏州", "", []),
        ("", "苏", []),
    ],
)
def test_marks(text: str, typed: str, marked: list[str]) -> None:
    assert [text[first:behind] for first, behind in marks(text, typed)] == marked


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=30), some.text(max_size=10))
def test_ranges_are_in_order_and_inside(text: str, typed: str) -> None:
    edges = [edge for spot in marks(text, typed) for edge in spot]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)
