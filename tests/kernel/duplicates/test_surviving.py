"""Which value survives: each rule, what is usual without one, and what the actor may not write."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.kernel.access.actor import IMPORT
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.duplicates.surviving import chosen, proposals
from concerto.kernel.entity.registry import named
from tests.cast import acting
from tests.contracts.making import made

CUSTOMER = named("customer")


def rule(field: str, how: str, sources: str = "") -> None:
    standard.create(
        acting("admin"), named("merge-rule"), {"noun": "customer", "field": field, "rule": how, "sources": sources}
    )


def survives(who: str = "admin", **both: tuple[Any, Any]) -> dict[str, Any]:
    """What the first of two records takes from the second; the second was written later, by an import."""
    first = made("customer", name="Winner", **{id: pair[0] for id, pair in both.items()})
    second = made("customer", name="Winner")
    actor = acting("admin").at(IMPORT)
    standard.edit(actor, CUSTOMER, second.pk, {id: pair[1] for id, pair in both.items()})
    rows = [CUSTOMER.model.everything.get(pk=record.pk) for record in (first, second)]
    return chosen(proposals(acting(who), CUSTOMER, *rows))


@pytest.mark.django_db
def test_without_a_rule_the_filled_one_survives_lists_are_united_and_else_nothing_is_taken() -> None:
    one, two = made("tag").pk, made("tag").pk
    taken = survives(city=("", "Leeds"), industry=("Steel", "Iron"), tags=([one], [two]), country=("UK", ""))
    assert taken == {"city": "Leeds", "tags": [one, two]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "sources", "mine", "theirs", "is_theirs"),
    [
        ("keep", "", "Steel", "Iron", False),
        ("newest", "", "Steel", "Iron", True),
        ("oldest", "", "Steel", "Iron", False),
        ("longest", "", "Steel", "Iron and steel", True),
        ("longest", "", "Iron and steel", "Steel", False),
        ("trusted", "page, import", "Steel", "Iron", False),
        ("trusted", "import, page", "Steel", "Iron", True),
        ("trusted", "api", "Steel", "Iron", False),
        ("newest", "", "", "Iron", True),
        ("locked", "", "", "Iron", False),
    ],
)
def test_each_rule(how: str, sources: str, mine: str, theirs: str, is_theirs: bool) -> None:
    rule("industry", how, sources)
    assert survives(industry=(mine, theirs)) == ({"industry": theirs} if is_theirs else {})


@pytest.mark.django_db
def test_numbers_are_compared_as_numbers() -> None:
    rule("employees", "longest")
    assert survives(employees=(9, 10)) == {"employees": 10}
    assert survives(employees=(10, 9)) == {}


@pytest.mark.django_db
def test_what_one_may_not_write_is_not_taken() -> None:
    assert survives("success", revenue=(None, "100"), city=("", "Leeds")) == {"city": "Leeds"}


@pytest.mark.django_db
def test_rules_that_make_no_sense_are_refused() -> None:
    for values in ({"field": "nothing"}, {"field": "city", "rule": "trusted"}, {"field": "city", "sources": "moon"}):
        with pytest.raises(Invalid):
            standard.create(acting("admin"), named("merge-rule"), {"noun": "customer", "rule": "keep", **values})
    for wrong in ({"review": 90, "accept": 60}, {"review": 0}, {"accept": 100}):
        with pytest.raises(Invalid):
            standard.create(acting("admin"), named("threshold"), {"noun": "customer", **wrong})
