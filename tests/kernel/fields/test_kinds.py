"""Every kind, whatever it is given: what it reads it keeps, and what it keeps can be written down and read again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.field import described as field_of
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields import number, phone
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.fields.tags import TagsKind, Word
from concerto.kernel.overlay.custom_field.choice_list import choice_list
from tests.kernel.specimen import Colour, described, own_registry

with own_registry():
    SPECIMEN = described()
    FIELDS = {**SPECIMEN.fields}
TAGS = TagsKind()
TAGS.look = lambda now: {id: Word(id, f"Tag {id}", f"标签{id}", "grey") for id in range(1, 10)}
FIELDS["tags"] = replace(FIELDS["tags"], kind=TAGS)


def alone(name: str, column: Any) -> Field:
    """A field of a column that belongs to no table, as administrators add them."""
    column.set_attributes_from_name(name)
    field = field_of(column)
    assert field
    return field


FIELDS |= {"list": alone("list", choice_list("Choices"))}
FIELDS |= {"ratio": alone("ratio", number("Ratio")), "phone": alone("phone", phone("Phone"))}

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.one_of(
    st.integers(-1000, 1000), st.integers(-1000, 1000).map(lambda number: f"{number:,}"), st.just(" １２ ")
)
COLOURS = st.sampled_from([*Colour.values, *Colour.labels, "RED"])
RAW: dict[str, st.SearchStrategy[Any]] = {
    "text": ANY_TEXT,
    "long-text": ANY_TEXT,
    "choice-list": ANY_TEXT,
    "email": st.one_of(st.emails(), st.just(" Li.Qing@Concerto.EXAMPLE ")),
    "url": st.one_of(
        st.from_regex(r"\A(https?://)?[a-z]{1,9}\.(example|cn)(/[a-z0-9._~%=?&#-]{0,9})?\Z"), st.just("https://例子.测试/路径")
    ),
    "choice": COLOURS,
    "choices": st.one_of(st.lists(COLOURS), st.lists(COLOURS).map(",".join)),
    "whole": NUMBERS,
    "year": st.integers(1000, 2200),
    "money": st.one_of(
        NUMBERS, st.decimals(-(10**12), 10**12, places=2, allow_nan=False).filter(lambda amount: abs(amount) < 10**12),
        st.sampled_from(["1,234.5", "0.1", "(3)", "1.2万"]),
    ),
    "number": st.one_of(NUMBERS, st.decimals(-(10**9), 10**9, places=6, allow_nan=False), st.just("0.000001")),
    "phone": st.sampled_from(["138 1234 5678", "+44 20 7946 0958", "0512-65778899"]),
    "day": st.one_of(st.dates(date(1, 1, 1)).map(date.isoformat), st.sampled_from(["2026年11月22日", "22 Nov 2026"])),
    "moment": st.one_of(
        st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat),  # noqa: DTZ001 (bounds are naive)
        st.sampled_from(["2026-11-22 14:30", "2026-11-22", "2026-11-22T14:30:15.123456+08:00"]),
    ),
    "tags": st.lists(st.one_of(st.integers(1, 9), st.sampled_from(["3", "Tag 4", "标签5", "tag 6"]))),
    "yes-no": st.one_of(st.booleans(), st.sampled_from(["yes", "no", "是", "否", "1"])),
    "link": st.one_of(st.integers(1, 2**63 - 1), st.integers(1, 9999).map(str)),
}  # fmt: skip
NOTHING = [None, ""]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def of_kind(kind: str) -> Field:
    return next(field for field in FIELDS.values() if field.kind.id == kind and field.id != "name")


def test_every_kind_in_use_is_tried() -> None:
    used = {field.kind.id for entity in entities() for field in entity.fields.values() if field.kind.placed}
    assert used | {field.kind.id for field in FIELDS.values()} == RAW.keys()


def each_kind(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("kind", sorted(RAW))(
        settings(max_examples=25, deadline=None)(given(data=st.data())(test))
    )


def drawn(data: st.DataObject, field: Field) -> Any:
    """A value that the kind has read from something."""
    try:
        return field.kind.parse(field, data.draw(RAW[field.kind.id]))
    except Unreadable:
        assume(False)


@each_kind
def test_what_is_written_reads_back(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    value = drawn(data, field)
    assert field.kind.parse(field, field.kind.write(field, value)) == value


@each_kind
def test_many_values_are_written_as_each_is(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    values = [drawn(data, field), field.kind.empty, drawn(data, field)]
    assert field.kind.write_all(field, values) == [field.kind.write(field, value) for value in values]


@each_kind
def test_what_is_dumped_loads_back(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    value = drawn(data, field)
    stored = json.loads(json.dumps(field.kind.dump(field, value)))
    assert field.kind.load(field, stored) == value


@each_kind
def test_what_the_api_says_it_accepts(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    value = drawn(data, field)
    assert field.kind.parse(field, field.kind.dump(field, value)) == value


@each_kind
def test_what_is_dumped_fits_the_schema(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    value = drawn(data, field)
    assume(not field.kind.is_empty(value))
    assert jsonschema_rs.is_valid(field.kind.schema(field), field.kind.dump(field, value))


@each_kind
def test_words_in_both_languages(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    value = drawn(data, field)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            shown = field.kind.show(field, value)
        assert isinstance(shown, str)
        assert bool(shown) == (not field.kind.is_empty(value))


@each_kind
def test_whatever_comes_is_read_or_refused_in_a_sentence(data: st.DataObject, kind: str) -> None:
    field = of_kind(kind)
    try:
        value = field.kind.parse(field, data.draw(JSON | RAW[kind]))
    except Unreadable as unreadable:
        assert str(unreadable.message).endswith((".", "。"))
    else:
        assert isinstance(value, Named) or field.kind.load(field, field.kind.dump(field, value)) == value


@pytest.mark.parametrize("kind", sorted(RAW.keys() - {"yes-no"}))
@pytest.mark.parametrize("nothing", NOTHING)
def test_nothing_is_empty(kind: str, nothing: str | None) -> None:
    field = of_kind(kind)
    value = field.kind.parse(field, nothing)
    assert value == field.kind.empty
    assert (field.kind.is_empty(value), field.kind.show(field, value), field.kind.write(field, value)) == (True, "", "")


READS = [
    ("whole", "1,000", 1000), ("whole", "１２", 12), ("whole", "-7", -7), ("whole", 3.0, 3),
    ("year", "1998", 1998), ("money", "1,234.5", Decimal("1234.50")), ("money", 0.1, Decimal("0.10")),
    ("money", "(3)", Decimal("-3.00")), ("money", "1.2万", Decimal("12000.00")),
    ("day", "2026年11月22日", date(2026, 11, 22)), ("day", "22/11/2026", date(2026, 11, 22)),
    ("moment", "2026-11-22 08:30", datetime(2026, 11, 22, 0, 30, tzinfo=UTC)),  # of Shanghai
    ("moment", "2026-11-22", datetime(2026, 11, 21, 16, 0, tzinfo=UTC)),
    ("choice", "Green", "green"), ("choice", "BLUE", "blue"), ("choices", "Blue, red", ["red", "blue"]),
    ("yes-no", "是", True), ("yes-no", None, False), ("email", "A@B.Example", "a@b.example"),
    ("url", "amber.example", "https://amber.example"), ("text", "  two \t words ", "two words"),
    ("long-text", "a\r\nb  ", "a\nb"), ("link", "12", 12), ("link", "Acme [C-00012]", Named("Acme [C-00012]")),
]  # fmt: skip
REFUSES = [
    ("whole", "1.5"), ("whole", 1001), ("whole", True), ("whole", "1e400"), ("whole", float("nan")), ("whole", [1]),
    ("year", 999), ("year", "2201"), ("money", "0.001"), ("money", 10**12), ("money", "NaN"), ("money", "Infinity"),
    ("day", "2026-02-30"), ("day", "03/04/2026"), ("day", 20261122), ("moment", "2026-11-22 25:00"), ("moment", "soon"),
    ("choice", "pink"), ("choice", 1), ("choices", ["red", "pink"]), ("choices", 3), ("yes-no", "perhaps"), ("yes-no", 1),
    ("email", "not a mail address"), ("url", "javascript:alert(1)"), ("url", "ftp://amber.example"),
    ("text", "x" * 41), ("text", 5), ("text", ["a"]), ("link", 0), ("link", 2**63), ("link", True), ("link", [1]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "value"), READS)
def test_reads(kind: str, raw: Any, value: Any) -> None:
    assert of_kind(kind).kind.parse(of_kind(kind), raw) == value


@pytest.mark.parametrize(("kind", "raw"), REFUSES)
def test_refuses(kind: str, raw: Any) -> None:
    with pytest.raises(Unreadable):
        of_kind(kind).kind.parse(of_kind(kind), raw)
