"""Phones, mail addresses, web addresses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.cleaning import Phone, Unreadable, email, phone, show_phone, url

MOBILE = Phone("+8613800138000", "13800138000", "mobile")


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138-0013-8000",
        " １３８００１３８０００ ",
        "86 13800138000",
        "0086 138 0013 8000",
        "\u202a13800138000\u202c",
    ],
)
def test_a_chinese_mobile_in_any_dress(text: str) -> None:
    assert phone(text) == MOBILE


def test_other_phones() -> None:
    assert phone("010-62345678") == Phone("+861062345678", "1062345678", "fixed")
    assert phone("(010) 6234 5678 转 801") == Phone("+861062345678", "1062345678", "fixed", "801")
    assert phone("+1 650-253-0000") == Phone("+16502530000", "6502530000", "fixed")
    assert phone("650-253-0000", region="US") == phone("+1 650-253-0000")
    assert phone("400-820-8820") == Phone("+864008208820", "4008208820", "other")
    assert phone(" ") is None


@pytest.mark.parametrize(
    "text",
    [
        "1380013800",
        "call 13800138000",
        "13800138000/13900139000",
        "13800138000;13900139000",
        "1.38E+10",
        "n/a",
        "1-800-FLOWERS",
        "9" * 300,
    ],
)
def test_no_phone(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a phone number that exists"):
        phone(text)


def test_phones_as_people_at_home_write_them() -> None:
    assert show_phone("+8613800138000") == "13800138000"
    assert show_phone("+861062345678") == "010 6234 5678"
    assert show_phone("+16502530000") == "+1 650-253-0000"
    assert show_phone("+16502530000", home_region="US") == "(650) 253-0000"
    assert show_phone("who knows") == "who knows"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ann.Lee@Example.COM ", "ann.lee@example.com"),
        ("ａｎｎ＠example.com", "ann@example.com"),
        ("mailto:ann@example.com", "ann@example.com"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("", None),
    ],
)
def test_mail(text: str, address: str | None) -> None:
    assert email(text) == address


@pytest.mark.parametrize(
    "text",
    ["ann", "ann@", "ann@host", "a b@example.com", "a@b.com;c@d.com", '"x y"@b.com', "x" * 250 + "@b.com", "<a@b.com>"],
)
def test_no_mail(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a mail address"):
        email(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("example.com", "https://example.com"),
        ("HTTP://Example.com/A?b=C#d", "http://example.com/A?b=C#d"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("例子.公司/路", "https://例子.公司/路"),
        (" ", None),
    ],
)
def test_web(text: str, address: str | None) -> None:
    assert url(text) == address


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "JaVaScRiPt:1", "java\u200bscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://example.com", "mailto:a@b.com",
     "//example.com", "https://user:secret@example.com", "http://example.com\\@evil.com", "localhost", "http:example.com", "a..b.com",
     "https://example.com/<script>", "1.2", "not an address", "https://"],
)  # fmt: skip
def test_no_web(text: str) -> None:
    with pytest.raises(Unreadable):
        url(text)


@settings(max_examples=300, deadline=None)
@given(some.text(alphabet=some.sampled_from("javscript:/\\.@ \t\nhp#?&1阿"), max_size=20))
def test_a_kept_web_address_is_always_safe_to_follow(text: str) -> None:
    try:
        kept = url(text)
    except Unreadable:
        return
    assert kept is None or kept.startswith(("https://", "http://"))
    assert kept is None or url(kept) == kept
