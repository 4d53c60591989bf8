"""The filter language: every tree can be written and read again, and whatever else comes is refused in a sentence."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concerto.kernel.fields.operators import ALL, Arity, Operator
from concerto.kernel.query.language import (
    DEEPEST,
    EVERYTHING,
    LONGEST,
    MOST_CONDITIONS,
    Condition,
    Group,
    Unclear,
    parse,
    quoted,
    write,
)

HOW_MANY = {Arity.NONE: (0, 0), Arity.ONE: (1, 1), Arity.PERIOD: (1, 1), Arity.TWO: (2, 2), Arity.MANY: (1, 4)}
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
    st.sampled_from(
        [
            "and",
            "or",
            "not",
            "is",
            "in",
            "a..b",
            "..",
            '"',
            "\\",
            '\\"',
            "a b",
            "(",
            ")",
            ",",
            "me",
            "3.14",
            "苏州",
            "\n",
            "'",
        ]
    ),
)
FIELDS = st.from_regex(r"\A[a-z][a-z_]{0,12}\Z")


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    operator: Operator = draw(st.sampled_from(ALL))
    least, most = HOW_MANY[operator.arity]
    return Condition(draw(FIELDS), operator, tuple(draw(st.lists(VALUES, min_size=least, max_size=most))))


TREES = st.recursive(
    conditions(),
    lambda parts: st.builds(Group, st.sampled_from(["and", "or"]), st.lists(parts, min_size=2, max_size=4).map(tuple)),
    max_leaves=12,
)


@given(tree=TREES)
@settings(max_examples=100, deadline=None)
def test_every_tree_can_be_written_and_read(tree: Condition | Group) -> None:
    assert parse(write(tree)) == tree


def test_everything_is_written_as_nothing() -> None:
    assert (write(EVERYTHING), parse(""), parse(" \n ")) == ("", EVERYTHING, EVERYTHING)


@given(value=VALUES)
@example("")
def test_every_value_can_be_quoted(value: str) -> None:
    assert parse(f"name = {quoted(value)}").values == (value,)  # type: ignore[union-attr]  # one condition


WORDS = st.sampled_from(
    ["name", "=", "!=", "<", "<=", "~", "^=", "in", "not", "is", "empty", "between", "within", "..", "(", ")", ",", '"a b"', '"', "\\",
     "and", "or", "14d", "苏州", "\x00", "\ud800", "3.14", ";", "--", "' or 1=1", "{}", "%s", "\u202e"]
)  # fmt: skip


@given(text=st.one_of(st.text(), st.lists(WORDS, max_size=15).map(" ".join), st.lists(WORDS, max_size=15).map("".join)))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except Unclear as unclear:
        assert str(unclear.message)
    else:
        assert parse(write(tree)) == tree


def test_and_binds_closer_than_or() -> None:
    assert write(parse("a = 1 or b = 2 and c = 3")) == "a = 1 or (b = 2 and c = 3)"
    assert parse("a = 1 and b = 2 or c = 3") == parse("(a = 1 and b = 2) or c = 3")


def test_keywords_have_no_case() -> None:
    assert parse("a IS NOT Empty AND b Not In (1, 2) Or c BETWEEN 1..2") == parse(
        "a is not empty and b not in (1,2) or c between 1..2"
    )


def bracketed(depth: int) -> str:
    return "(" * depth + "a = 1" + ")" * depth


LIMITS = [
    ("a = " + "x" * (LONGEST - 4), "a = " + "x" * (LONGEST - 3)),
    (" and ".join(["a = 1"] * MOST_CONDITIONS), " or ".join(["a = 1"] * (MOST_CONDITIONS + 1))),
    (bracketed(DEEPEST), bracketed(DEEPEST + 1)),
]


@pytest.mark.parametrize(("good", "bad"), LIMITS, ids=["longest", "most conditions", "deepest"])
def test_limits(good: str, bad: str) -> None:
    assert isinstance(parse(good), Condition | Group)
    with pytest.raises(Unclear):
        parse(bad)


UNCLEAR = [
    "name", "name =", "= 1", "name = ", "name is", "name is full", "name in ()", "name in (a", "name in a", "name between 1", "name between 1..",
    "name = 1 and", "and name = 1", "(name = 1", "name = 1)", "name = \"open", "name == 1", "name = 1 b = 2", "name not like x", "\"name\" = 1",
    "name within", "()", "name ! = 1", "name = a, b",
]  # fmt: skip


@pytest.mark.parametrize("text", UNCLEAR)
def test_unclear(text: str) -> None:
    with pytest.raises(Unclear):
        parse(text)


@pytest.mark.parametrize(
    "hostile", ['"' * 7999, "\\" * 7999, "(" * 7999, "a." * 3999, "not " * 1999, 'a = "' + "\\\\" * 3900, "." * 7999]
)
def test_hostile_texts_cost_no_more_than_their_length(hostile: str) -> None:
    assert steps(hostile) < 3 * steps(hostile[: len(hostile) // 2]) + 100


def steps(text: str) -> int:
    """How many calls it takes to refuse a text: of twice the length there are about twice as many, however busy the machine is."""
    calls = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        with pytest.raises(Unclear):
            parse(text)
    finally:
        sys.setprofile(None)
    return calls
