from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, customer_of

pytestmark = pytest.mark.django_db
AddField = Callable[..., CustomField]

KINDS: dict[
    str, tuple[dict[str, Any], Any, Any, str]
] = {  # kind → (more, a value, a greater one, what a filter calls the first)
    "text": ({}, "Alpha", "Beta", "Alpha"),
    "whole": ({}, 9, 10, "9"),
    "number": ({}, "9.5", "10.25", "9.5"),
    "money": ({}, "9.50", "100.25", "9.5"),
    "day": ({}, "1999-12-31", "2026-01-02", "1999-12-31"),
    "moment": ({}, "2026-01-01 08:00", "2026-01-01 08:01", '"2026-01-01 08:00"'),
    "choice": ({"choices": "a = First | 一\nb = Second"}, "a", "b", "a"),
    "email": ({}, "a@b.example", "c@d.example", "a@b.example"),
    "url": ({}, "https://a.example", "https://b.example", '"https://a.example"'),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_field_of_any_kind_is_kept_sorted_and_filtered(add_field: AddField, kind: str) -> None:
    more, low, high, asked = KINDS[kind]
    add_field("x_probe", kind=kind, **more)
    admin, customer = acting("admin"), named("customer")
    first, second = customer_of("own").pk, customer_of("team").pk
    standard.edit(admin, customer, first, {"x_probe": high})
    standard.edit(admin, customer, second, {"x_probe": low})
    field = customer.fields["x_probe"]
    assert field.dump(Customer.everything.get(pk=second)) == field.kind.dump(field, field.kind.parse(field, low))
    rows = [row.pk for row in page(admin, customer, Asked(sort="x_probe", limit=100)).rows]
    assert rows[:2] == [second, first]
    down = [row.pk for row in page(admin, customer, Asked(sort="-x_probe", limit=100)).rows]
    assert down[:2] == [first, second] and sorted(down) == sorted(rows)
    assert {row.pk for row in page(admin, customer, Asked(filter=f"x_probe = {asked}")).rows} == {second}
    empty = {row.pk for row in page(admin, customer, Asked(filter="x_probe is empty", limit=100)).rows}
    assert empty == set(rows) - {first, second}


def test_paging_by_an_added_field_meets_every_row_once(add_field: AddField) -> None:
    add_field("x_rank", kind="number")
    admin, customer = acting("admin"), named("customer")
    for place, whose in enumerate(("own", "team", "other", "group")):
        standard.edit(admin, customer, customer_of(whose).pk, {"x_rank": str(10 - place // 2)})
    everything = [row.pk for row in page(admin, customer, Asked(sort="-x_rank", limit=100)).rows]
    met: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        found = page(admin, customer, Asked(sort="-x_rank", limit=2, cursor=cursor))
        met += [row.pk for row in found.rows]
        cursor = found.next
    assert met == everything


def test_a_field_is_refused_with_everything_that_is_wrong(add_field: AddField) -> None:
    for key, values, wrong in [
        ("…", {}, "key"),
        ("x_a", {"kind": "choice"}, "choices"),
        ("x_a", {"kind": "link"}, "target"),
        ("x_a", {"kind": "number", "least": "3", "most": "2"}, "least"),
        ("x_a", {"kind": "whole", "default": "many"}, "default"),
        ("x_a", {"searched": True, "hidden_from": ["sales"]}, "searched"),
        ("x_a", {"noun": "nothing"}, "noun"),
    ]:
        with pytest.raises(Invalid) as refused:
            add_field(key, **values)
        assert list(refused.value.problems) == [wrong]


def test_an_id_is_used_once_and_never_changes(add_field: AddField) -> None:
    field = add_field("x_once")
    with pytest.raises(Invalid) as refused:
        add_field("x_once")
    assert list(refused.value.problems) == ["key"]
    with pytest.raises(Invalid) as refused:
        standard.edit(acting("admin"), named("custom-field"), field.pk, {"key": "x_twice"})
    assert [str(problem) for problem in refused.value.problems.values()] == [
        "The id and what the field belongs to never change."
    ]


@pytest.mark.parametrize(
    ("typed", "key"), [("Birthday", "x_birthday"), ("生日", "x_sheng_ri"), ("x_Due--date", "x_due_date")]
)
def test_an_id_is_made_of_what_one_calls_it(add_field: AddField, typed: str, key: str) -> None:
    assert add_field(typed).key == key


def test_what_is_added_to_one_noun_leaves_the_others_as_they_were(add_field: AddField) -> None:
    """What was made of a shape, such as a kept query, holds as long as its noun is made of the same."""
    probe = add_field("x_probe", kind="text")
    shape = named("customer").shape
    standard.create(
        acting("admin"), named("custom-field"), {"noun": "note", "key": "x_other", "label": "Other", "kind": "text"}
    )
    acting("admin")
    assert named("customer").shape is shape and "x_other" in named("note").fields
    standard.edit(acting("admin"), named("custom-field"), probe.pk, {"label": "Called otherwise"})
    acting("admin")
    assert named("customer").shape is not shape
    assert str(named("customer").fields["x_probe"].label) == "Called otherwise"
