"""Days, numbers, yes and no."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.cleaning import Unreadable, parse_bool, parse_date, parse_number


@pytest.mark.parametrize(
    "text",
    ["2026-11-22", "2026/11/22", "2026.11.22", "20261122", "2026年11月22日", "２０２６－１１－２２", "22/11/2026", "11/22/2026",
     "22 Nov 2026", "Nov 22, 2026", "November 22 2026", "22-nov-2026", "2026-11-22 00:00:00", "2026-11-22T00:00"],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    assert parse_date(text) == date(2026, 11, 22)


def test_days_that_need_to_be_told() -> None:
    assert parse_date("3/4/2026", order="dmy") == date(2026, 4, 3)
    assert parse_date("3/4/2026", order="mdy") == date(2026, 3, 4)
    assert parse_date("4/4/2026") == date(2026, 4, 4)
    assert parse_date("45000", serial=True) == date(2023, 3, 15)
    assert parse_date("61", serial=True) == date(1900, 3, 1)
    assert parse_date("") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "3/4/2026",
            "“3/4/2026” can mean two days: which is the day, which the month? Write it like 2026-11-22.",
        ),
        ("2026-02-30", "There is no such day: “2026-02-30”."),
        ("13/13/2026", "There is no such day: “13/13/2026”."),
        ("45000", "“45000” is not a date. Write it like 2026-11-22."),
        ("2026年11月", "“2026年11月” is not a date. Write it like 2026-11-22."),
        ("2026-11-22 14:30", "“2026-11-22 14:30” is not a date. Write it like 2026-11-22."),
        ("tomorrow", "“tomorrow” is not a date. Write it like 2026-11-22."),
    ],
)
def test_no_day(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_date(text)
    assert str(refused.value.message) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", "1234.5"),
        ("１，２３４", "1234"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("(3)", "-3"),
        ("+3.10", "3.10"),
        (".5", "0.5"),
        ("1.2万", "12000"),
        ("3 亿", "300000000"),
        ("1.25万亿", "1250000000000"),
        ("123456789012345678", "123456789012345678"),
        ("0.1", "0.1"),
        ("9" * 50 + "万", "9" * 50 + "0000"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    read = parse_number(text)
    assert read == Decimal(number)
    assert f"{read}" == number


def test_numbers_with_a_decimal_comma_where_told() -> None:
    assert parse_number("1.234,5", decimal=",") == Decimal("1234.5")
    assert parse_number("1 234,5", decimal=",") == Decimal("1234.5")
    assert parse_number(" ") is None


@pytest.mark.parametrize(
    "text",
    [
        "1 234,5",
        "1.234,5",
        "1,23",
        "1,2345",
        "5.",
        "--3",
        "$5",
        "1_000",
        "NaN",
        "Infinity",
        "٣",
        "12a",
        "1.2.3",
        "万",
        "9" * 100,
    ],
)
def test_no_number(text: str) -> None:
    with pytest.raises(Unreadable, match="is not a number, or can be read as two"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1.2E+17", "1e5"])
def test_what_a_spreadsheet_shortened_is_not_taken_for_exact(text: str) -> None:
    with pytest.raises(Unreadable, match="was shortened by a spreadsheet"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("是", True),
        ("Yes", True),
        ("１", True),
        ("√", True),
        ("否", False),
        ("FALSE", False),
        ("0", False),
        (" ", None),
    ],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert parse_bool(text) is value


def test_neither_yes_nor_no() -> None:
    with pytest.raises(Unreadable, match="Yes or no is expected here, not “maybe”"):
        parse_bool("Maybe")


@settings(max_examples=200, deadline=None)
@given(some.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_a_number_with_groups_reads_back_exactly(number: Decimal) -> None:
    assert parse_number(f"{number:,f}") == number


@settings(max_examples=200, deadline=None)
@given(some.dates(min_value=date(1000, 1, 1)))
def test_a_day_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", order="dmy") == day


@settings(max_examples=300, deadline=None)
@given(some.text(max_size=30))
def test_anything_is_read_or_refused(text: str) -> None:
    for read in (parse_date, parse_number, parse_bool):
        try:
            read(text)
        except Unreadable as refused:
            assert str(refused.message)
