from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.computing import in_order
from concerto.kernel.overlay.formula.reading import read
from concerto.kernel.overlay.formula.results import result
from concerto.kernel.overlay.formula.running import run
from concerto.kernel.overlay.formula.values import NoAnswer, Value

TODAY = date(2026, 11, 26)
VALUES: dict[str, Value] = {
    "n": Decimal(7), "zero": Decimal(0), "name": "Amber", "born": date(1990, 12, 1), "leap": date(2000, 2, 29),
    "tags": ["a", "b"], "nothing": None, "yes": True, "long": "x" * 900,
}  # fmt: skip


def value_of(text: str) -> Any:
    return run(read(text), VALUES.__getitem__, TODAY)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("-n ** 2", Decimal(-49)),
        ("n // 2 + n % 2", Decimal(4)),
        ("1 < n <= 7 and not zero", True),
        ("IF(zero == 0, 'none', 1 / zero)", "none"),
        ("'small' if n < 3 else 'big'", "big"),
        ("name + ' Ltd'", "Amber Ltd"),
        ("concat(name, ' ', n)", "Amber 7"),
        ("contains(tags, 'b') and contains(name, 'AMB')", True),
        ("nothing + 1", None),
        ("nothing > 1 or nothing < 1", False),
        ("coalesce(nothing, n)", Decimal(7)),
        ("is_empty(nothing)", True),
        ("round(n / 3, 2)", Decimal("2.33")),
        ("min(3, n) + max(3, n)", Decimal(10)),
        ("years_since(born)", Decimal(35)),
        ("days_until(date(2026, 12, 1))", Decimal(5)),
        ("birthday_within(born, 5)", True),
        ("birthday_within(born, 4)", False),
        ("next_birthday(leap)", date(2027, 3, 1)),
        ("born - date(1990, 11, 30)", Decimal(1)),
        ("born + 1", date(1990, 12, 2)),
        ("YEAR(today())", Decimal(2026)),
    ],
)
def test_what_a_formula_gives(text: str, value: Any) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "x.y", "n[0]", "[1]", "{}", "(1, 2)", "lambda: 1", "[n for n in tags]", "f'{n}'", "__import__('os')", "open('x')",
        "n := 1", "(yield)", "min(*tags)", "min(key=1)", "1j", "1e400", "10 ** 10 if (a := 1) else 1", "n is 1", "n in tags",
        "n & 1", "~n", "'\\x00'", "b'x'", "...", "round(1, 2, 3)", "if(1, 2, 3)", "9" * 20,
        "(" * 300 + "1" + ")" * 300, "-" * 1900 + "1", "+".join("1" * 400), "not " * 60 + "n", "1" + " + 1" * 600, "min(" * 80 + "1" + ")" * 80,
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "9 ** 9 ** 9", "9 ** 101", "(9 ** 100) ** 100", "2 ** 0.5", "1 / zero", "n % zero", "long + long", "concat(long, long)",
        "name * 1000000", "left(name, 10 ** 90)", "born + 10 ** 9", "date(2026, 2, 30)", "born < n", "upper(n)", "min(n, name)",
        "round(n, 99)", "round(9 ** 100, 6)", "9 ** 100 * 9 ** 100 * 9 ** 100 * 9 ** 100",
    ],
)  # fmt: skip
def test_what_has_no_value_says_so_and_costs_nothing(text: str) -> None:
    with pytest.raises(NoAnswer):
        value_of(text)


def test_a_result_is_of_its_kind_and_fits() -> None:
    assert result("number", Decimal(2) / Decimal(3)) == Decimal("0.666667")
    assert str(result("money", Decimal("2.345"))) == "2.35"
    assert result("number", None) is None
    for kind, value in [
        ("number", "7"),
        ("text", Decimal(7)),
        ("yes-no", Decimal(1)),
        ("day", "2026-01-01"),
        ("number", Decimal(10) ** 13),
    ]:
        with pytest.raises(NoAnswer):
            result(kind, value)


def test_formulas_are_computed_after_those_they_build_on_and_circles_never() -> None:
    texts = {"c": "b + 1", "a": "n + 1", "b": "a * 2", "d": "e", "e": "d", "f": "e + 1"}
    assert list(in_order({id: read(text) for id, text in texts.items()})) == ["a", "b", "c"]


def test_what_depends_on_the_day_is_known() -> None:
    assert [read(text).dated for text in ("year(born)", "years_since(born)", "days_between(today(), born)")] == [
        False,
        True,
        True,
    ]
