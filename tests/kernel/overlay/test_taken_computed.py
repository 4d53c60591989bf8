"""Formulas of what is taken from other records, and values taken of formulas: both follow every write, never in circles."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from concerto.kernel.access.rights import readable
from concerto.kernel.actions import standard
from concerto.kernel.actions.bulk import change_many, move_many
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.background.computing import recompute
from concerto.kernel.overlay.custom_field.actions import retire
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, customer_of
from tests.kernel.overlay.test_objects import described, field
from tests.kernel.overlay.test_taken import bought, of_customer, of_machine
from tests.queries import Queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def machine() -> None:
    """Machines with a price; customers know what theirs cost on the average, and machines what share of it they are."""
    described()
    field("x-machine", "x_customer", kind="link", target="customer")
    field("x-machine", "x_price", kind="money")
    field("customer", "x_machines", kind="roll-up", source="x-machine.x_customer")
    field("customer", "x_worth", kind="roll-up", source="x-machine.x_customer.x_price", measured="sum")
    field("customer", "x_size", kind="formula", formula="revenue / 1000", result="number")
    field("x-machine", "x_customer_size", kind="lookup", source="x_customer.x_size")
    computed("customer", "x_each", "round(x_worth / x_machines)")
    computed("customer", "x_twice", "x_each * 2")
    computed("x-machine", "x_part", "x_price / x_customer_size")
    recompute(named("customer"))


def computed(noun: str, key: str, formula: str) -> None:
    field(noun, key, kind="formula", formula=formula, result="number")


def told(*ids: str) -> list[Any]:
    return [*of_customer("own", *(ids or ("x_each", "x_twice"))).values()]


def edited(noun: str, id: int, **values: Any) -> None:
    standard.edit(acting("admin"), named(noun), id, values)


def test_a_formula_follows_what_is_rolled_up() -> None:
    one = bought("own", "Press", x_price="100")
    assert told() == [100, 200]
    two = bought("own", "Mill", x_price="50")
    assert told() == [75, 150]
    edited("x-machine", two.pk, x_price="20")
    assert told() == [60, 120]
    edited("x-machine", one.pk, x_customer=customer_of("team").pk)
    assert told() == [20, 40]
    move_many(acting("admin").doing("delete"), named("x-machine"), [two.pk], to_trash=True)
    assert told() == [None, None], "nothing is divided by none"
    found = page(acting("admin"), named("customer"), Asked(filter="x_twice = 200")).rows
    assert [row.pk for row in found] == [customer_of("team").pk]


def test_a_lookup_follows_the_formula_there_and_a_formula_the_lookup() -> None:
    machine = bought("own", x_price="2501")
    assert [of_machine(machine, id) for id in ("x_customer_size", "x_part")] == [
        Decimal("1250.0005"),
        Decimal("2.000799"),
    ]
    edited("customer", customer_of("own").pk, revenue="5000")
    assert [of_machine(machine, id) for id in ("x_customer_size", "x_part")] == [5, Decimal("500.2")]
    change_many(acting("admin").doing("edit"), named("customer"), [customer_of("own").pk], {"city": "York"})
    edited("x-machine", machine.pk, x_customer=None)
    assert of_machine(machine, "x_part") is None


def test_what_is_computed_is_no_change() -> None:
    before = customer_of("own").version
    bought("own", x_price="10")
    assert customer_of("own").version == before


def test_records_there_before_are_brought_in_line() -> None:
    bought("own", x_price="10")
    computed("customer", "x_later", "x_worth + x_machines")
    assert told("x_later") == [None]
    assert recompute(named("customer")) == 1
    assert told("x_later") == [11]
    assert recompute(named("customer")) == 0


def test_another_formula_there_is_followed_by_whoever_looks_it_up() -> None:
    machine = bought("own", x_price="2501")
    row = CustomField.everything.get(noun="customer", key="x_size")
    edited("custom-field", row.pk, formula="revenue")
    acting("admin")
    recompute(named("customer"))
    assert of_machine(machine, "x_customer_size") == Decimal("1250000.5")


def test_nobody_learns_more_by_a_formula_than_by_what_it_reads() -> None:
    """Service must not know the revenue, and sales not every customer."""
    may = {who: {id for id in ("x_price", "x_customer_size", "x_part") if id in readable(acting(who), named("x-machine"))}
           for who in ("admin", "service", "sales")}  # fmt: skip
    assert may == {"admin": {"x_price", "x_customer_size", "x_part"}, "service": {"x_price"}, "sales": {"x_price"}}


@pytest.mark.parametrize("wrong", [
    {"noun": "x-machine", "kind": "lookup", "source": "x_customer.x_twice"},
    {"noun": "customer", "kind": "roll-up", "source": "x-machine.x_customer.x_part", "measured": "sum"},
    {"noun": "customer", "kind": "roll-up", "source": "x-machine.x_customer", "only": "x_part > 1"},
])  # fmt: skip
def test_what_is_computed_from_what_is_taken_is_not_taken_again(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        field(key="x_again", **wrong)


@pytest.mark.parametrize("formula", ["x_worth", "x_each + 1"])
def test_what_others_take_is_not_computed_from_what_is_taken(formula: str) -> None:
    row = CustomField.everything.get(noun="customer", key="x_size")
    with pytest.raises(Invalid) as refused:
        edited("custom-field", row.pk, formula=formula)
    assert "Machine · Customer_size" in str(refused.value.problems["formula"])


def test_what_a_formula_reads_is_not_retired() -> None:
    with pytest.raises(Refused, match="read by others"):
        retire(acting("admin"), CustomField.everything.get(noun="customer", key="x_worth"))


def test_many_records_are_followed_in_as_many_statements_as_one() -> None:
    machines = [bought("own", f"Press {number}", x_price="10").pk for number in range(5)]

    def statements(ids: list[int]) -> int:
        with Queries() as run:
            move_many(acting("admin").doing("delete"), named("x-machine"), ids, to_trash=True)
        return len(run)

    assert statements(machines[:1]) == statements(machines[1:4])
    assert of_customer("own", "x_machines", "x_twice") == {"x_machines": 1, "x_twice": 20}
