"""Text without what nobody can see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.cleaning import clean_line, clean_text, fold_width, has_control


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [
        ("\ufeff 阿里\u200b巴巴 ", "阿里巴巴"),
        ("a\u00a0 \u3000\tb\r\nc", "a b c"),
        ("e\u200b\u0301", "é"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("a\x00\x07b\x9fc", "abc"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200db", "ab"),
        ("half \ud83d", "half"),
        ("", ""),
    ],
)
def test_one_line(given_text: str, clean: str) -> None:
    assert clean_line(given_text) == clean


def test_many_lines() -> None:
    assert clean_text("\n first \r\n\r\nsecond\rthird\x00\u2028fourth\t\n\n") == " first\n\nsecond\nthird\nfourth"


def test_control_characters_are_seen() -> None:
    assert has_control("a\x00b")
    assert has_control("a\x85b")
    assert not has_control("a\tb\r\nc 阿")


def test_full_width_becomes_half() -> None:
    assert fold_width("＋８６（１３８）　Ａ＠ｂ．ｃ，阿里") == "+86(138) A@b.c,阿里"


@settings(max_examples=300, deadline=None)
@given(some.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once
        assert not has_control(once)
