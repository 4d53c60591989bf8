"""Links: found by id, name, code or key; one that may not be seen is refused exactly like one that is not there."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.registry import entities, named
from tests.cast import acting, customer_of, made, person_called

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def problem(username: str, noun: str, values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        made(acting(username), noun, values)
    return {id: str(text) for id, text in refused.value.problems.items()}


def ways_to_name(id: int, name: str) -> list[Any]:
    return [id, str(id), f" {id} ", name, name.upper(), f"{name} [C-{id:05d}]", f"C-{id:05d}"]


def test_every_way_to_name_a_record_leads_to_it() -> None:
    for given in ways_to_name(customer_of("group").pk, "Amber Holding"):
        record = standard.edit(acting("admin"), CUSTOMER, customer_of("own").pk, {"parent": given})
        assert record.parent_id == customer_of("group").pk, given  # type: ignore[attr-defined]  # a customer
    for given in ("李青", "sales", "SALES", "liqing@concerto.example", f"P-{person_called('sales').pk:05d}"):
        record = standard.edit(acting("admin"), CUSTOMER, customer_of("team").pk, {"owner": given})
        assert record.owner_id == person_called("sales").pk, given  # type: ignore[attr-defined]  # a customer


MISSING = [
    10**9,
    "1000000000",
    "No Such Mill",
    "C-99999",
    "No Such Mill [C-99999]",
    "[]",
    "C-",
    "%",
    "_",
    "'",
    "Harbour",
]


def test_an_unseen_record_is_refused_like_a_missing_one() -> None:
    hidden = customer_of("other").pk
    for noun, values in {
        "customer": {"name": "X"},
        "relation": {"customer": customer_of("own").pk, "tie": "household"},
    }.items():
        link = "parent" if noun == "customer" else "other"
        told = [
            problem("sales", noun, {**values, link: given})
            for given in [*ways_to_name(hidden, "Harbour Mills"), *MISSING]
        ]
        assert all(each == {link: "There is no such record."} for each in told), told


def test_a_record_in_the_trash_is_a_missing_one() -> None:
    for given in ways_to_name(customer_of("trashed").pk, "Gone Fishing"):
        assert problem("admin", "customer", {"name": "X", "parent": given}) == {"parent": "There is no such record."}


def test_what_belongs_to_an_unseen_record_cannot_be_made() -> None:
    values = {"note": {"body": "x"}, "activity": {"subject": "x"}, "contact-point": {"medium": "wechat", "value": "x"}}
    for noun, some in values.items():
        missing, unseen = ({**some, "customer": id} for id in (10**9, customer_of("other").pk))
        assert (
            problem("sales", noun, unseen)
            == problem("sales", noun, missing)
            == {"customer": "There is no such record."}
        )


def test_a_name_of_two_records_asks_for_the_code() -> None:
    for _twice in range(2):
        made(acting("sales"), "customer", {"name": "Twin"})
    told = problem("sales", "customer", {"name": "X", "parent": "Twin"})
    assert told == {"parent": "Several records have this name; give the code as well, for example “Name [C-00012]”."}


def test_a_code_of_another_noun_or_with_another_name_is_missing() -> None:
    own = customer_of("own")
    for given in (f"P-{own.pk:05d}", f"Brightwater Ltd [C-{own.pk:05d}]"):
        assert problem("admin", "customer", {"name": "X", "parent": given}) == {"parent": "There is no such record."}


@pytest.mark.parametrize("noun", [entity.id for entity in entities() if entity.links])
def test_no_link_leads_to_a_record_that_is_not_there(noun: str) -> None:
    entity = named(noun)
    for link in entity.links:
        if link.id in entity.written:
            with pytest.raises((Invalid, Forbidden)) as refused:
                made(acting("admin"), noun, {link.id: 10**9})
            if isinstance(refused.value, Invalid):
                assert str(refused.value.problems[link.id]) == "There is no such record."
