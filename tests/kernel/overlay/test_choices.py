"""The choices of an added field: arranged in rows, retired, merged, and records that follow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import QueryDict

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.choices import Choice, choices_in, written
from concerto.kernel.overlay.custom_field.choice_list import sent
from concerto.kernel.overlay.custom_field.merging import follow_merged
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, api_of, client_of, customer_of

AddField = Callable[..., CustomField]
LEVELS = "gold = Gold | 金牌 | amber\nsilver = Silver | 银牌\nbronze = Bronze"


def rows(*given: tuple[str, str, str, str, str, str]) -> QueryDict:
    post = QueryDict(mutable=True)
    post["choices"] = ""
    for row in given:
        for part, value in zip(("id", "english", "chinese", "hue", "state", "place"), row, strict=True):
            post.appendlist(f"choices.{part}", value)
    return post


def level(whose: str) -> object:
    return Customer.everything.get(pk=customer_of(whose).pk).custom.get("x_level")


def edit(field: CustomField, choices: str) -> None:
    standard.edit(acting("admin"), named("custom-field"), field.pk, {"choices": choices})
    acting("admin")


def put(whose: str, value: object) -> None:
    standard.edit(acting("admin"), named("customer"), customer_of(whose).pk, {"x_level": value})


def test_lines_are_read_as_they_were_written() -> None:
    text = "gold = Gold | 金牌 | amber\n- tin = Tin\n- iron > gold = Iron |  | red\nzinc =  | 锌"
    assert written(choices_in(text.replace("zinc =  | 锌", "zinc = 锌 | 锌")).values()) == text.replace("zinc =  ", "zinc = 锌 ")  # fmt: skip
    assert choices_in(text)["iron"] == Choice("iron", "Iron", "", "red", retired=True, into="gold")
    assert choices_in("a > b = A\nb > c = B\nc = C")["a"].into == "c"
    for wrong in (
        "a > a = A",
        "a > b = A\nb > a = B",
        "a > z = A",
        "a = A | B | pink",
        "a = A | B | red | more",
        "> b",
        "=",
        "- ",
    ):
        with pytest.raises(Unreadable):
            choices_in(wrong)


def test_rows_of_the_editor_make_lines() -> None:
    post = rows(
        ("silver", "Silver", "银牌", "", "", "2"),
        ("gold", " Gold  one ", "金牌", "amber", "", "1"),
        ("old", "Old", "", "", "into:gold", "3"),
        ("tin", "A|B", "", "", "retired", "nonsense"),
        ("", "Silver!", "", "", "", "5"),
        ("", "", "白银", "", "", "6"),
        ("gone", "", "", "", "", "7"),
    )
    assert sent(post, "choices").split("\n") == [
        "- tin = A/B",
        "gold = Gold one | 金牌 | amber",
        "silver = Silver | 银牌",
        "- old > gold = Old",
        "silver-2 = Silver!",
        "bai-yin =  | 白银",
    ]


@pytest.mark.django_db
def test_the_form_shows_rows_and_keeps_them(add_field: AddField) -> None:
    field, admin = add_field("x_level", kind="choice", choices=LEVELS), client_of("admin")
    shown = admin.get(f"/custom-fields/{field.pk}/edit").content.decode()
    assert shown.count("data-row>") == 5
    post = rows(
        ("bronze", "Bronze", "", "", "", "1"),
        ("gold", "Gold", "金", "red", "", "2"),
        ("silver", "Silver", "银牌", "", "retired", "3"),
    )
    post["shown-choices"], post["version"] = LEVELS, str(field.version)
    assert admin.post(f"/custom-fields/{field.pk}/edit", dict(post.lists())).status_code == 302
    field.refresh_from_db()
    assert field.choices == "bronze = Bronze\ngold = Gold | 金 | red\n- silver = Silver | 银牌"
    assert "Silver (retired)" in admin.get(f"/custom-fields/{field.pk}").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "value"), [("choice", "gold"), ("choices", ["gold", "silver"])])
def test_a_retired_choice_stays_where_it_is_and_is_chosen_no_more(
    add_field: AddField, kind: str, value: object
) -> None:
    field = add_field("x_level", kind=kind, choices=LEVELS)
    put("own", value)
    edit(field, LEVELS.replace("gold =", "- gold ="))
    put("own", value)  # as it is: no change
    for door in (lambda: put("team", value), lambda: put("team", "Gold")):
        with pytest.raises(Invalid) as refused:
            door()
        assert "Gold" in str(refused.value.problems["x_level"])
    assert (level("own"), level("team")) == (value, None)
    here = f"/customers/{customer_of('own').pk}/edit", f"/customers/{customer_of('team').pk}/edit"
    texts = [client_of("admin").get(each).content.decode() for each in here]
    assert ['value="gold"' in text for text in texts] == [True, False]
    bulk = api_of("admin").post(
        "/api/v1/customers/bulk", {"create": [{"name": "New", "x_level": value}]}, content_type="application/json"
    )
    assert not Customer.everything.filter(name="New").exists(), bulk.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "before", "after"), [("choice", "gold", "silver"), ("choices", ["gold", "bronze"], ["silver", "bronze"])]
)
def test_records_follow_a_merged_choice(add_field: AddField, kind: str, before: object, after: object) -> None:
    field = add_field("x_level", kind=kind, choices=LEVELS)
    for whose in ("own", "team"):
        put(whose, before)
    gone = customer_of("team").pk
    standard.delete(acting("admin"), named("customer"), gone)
    edit(field, LEVELS.replace("gold =", "- gold > silver ="))
    put("person", "Gold")  # what others still call it is read as what stands for it
    assert level("person") in ("silver", ["silver"])
    customer = named("customer")
    assert [follow_merged(customer), follow_merged(customer)] == [2, 0]
    assert (level("own"), Customer.everything.get(pk=gone).custom["x_level"]) == (after, after)
    assert page(acting("admin"), customer, Asked(filter="x_level = gold")).rows == page(acting("admin"), customer, Asked(filter="x_level = silver")).rows  # fmt: skip
    told = client_of("admin").get(f"/customers/{customer_of('own').pk}/history").content.decode()
    assert "<del>Gold" in told


@pytest.mark.django_db
def test_a_choice_that_records_have_is_not_left_out(add_field: AddField) -> None:
    field = add_field("x_level", kind="choice", choices=LEVELS)
    put("own", "gold")
    edit(field, LEVELS.replace("\nbronze = Bronze", ""))
    with pytest.raises(Invalid) as refused:
        edit(field, "silver = Silver")
    assert "Gold" in str(refused.value.problems["choices"])
    with pytest.raises(Invalid):
        edit(field, "- gold = Gold\n- silver = Silver")  # nothing could be chosen
