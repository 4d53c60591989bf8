"""Values taken from other records: looked up through links, rolled up from all that link here."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.rights import readable
from concerto.kernel.actions import standard
from concerto.kernel.actions.bulk import change_many, move_many
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.background.computing import recompute
from concerto.kernel.overlay.custom_field.actions import retire
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.query.aggregate import aggregate
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, customer_of
from tests.kernel.overlay.test_objects import described, field

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def machine() -> None:
    """Machines of customers, with what they cost and when they were put up; customers know how many and what they cost."""
    described()
    field("x-machine", "x_customer", kind="link", target="customer")
    field("x-machine", "x_price", kind="money")
    field("x-machine", "x_put_up", kind="day")
    field("x-machine", "x_tier", kind="lookup", source="x_customer.tier", in_list=True)
    field("x-machine", "x_department_hue", kind="lookup", source="x_customer.department.hue")
    field("customer", "x_machines", kind="roll-up", source="x-machine.x_customer", in_list=True)
    field(
        "customer",
        "x_worth",
        kind="roll-up",
        source="x-machine.x_customer.x_price",
        measured="sum",
        only="x_price > 10",
    )
    field("customer", "x_newest", kind="roll-up", source="x-machine.x_customer.x_put_up", measured="most")
    field("customer", "x_last_name", kind="roll-up", source="x-machine.x_customer.name", measured="latest")


def bought(whose: str | None, name: str = "Press", **values: Any) -> Record:
    customer = customer_of(whose).pk if whose else None
    return standard.create(acting("admin"), named("x-machine"), {"name": name, "x_customer": customer, **values})


def of_customer(whose: str, *ids: str) -> dict[str, Any]:
    row = Customer.everything.get(pk=customer_of(whose).pk)
    return {id: named("customer").fields[id].value(row) for id in ids}


def of_machine(record: Record, id: str = "x_tier") -> Any:
    machine = named("x-machine")
    return machine.fields[id].value(machine.model.everything.get(pk=record.pk))


ALL = ("x_machines", "x_worth", "x_newest", "x_last_name")


def told(whose: str) -> list[str]:
    fields = named("customer").fields
    return [str(fields[id].dump(Customer.everything.get(pk=customer_of(whose).pk))) for id in ALL]


def test_a_roll_up_follows_every_write_at_once() -> None:
    one = bought("own", "Press", x_price="100.50", x_put_up="2020-01-01")
    assert told("own") == ["1", "100.50", "2020-01-01", "Press"]
    two = bought("own", "Mill", x_price="7", x_put_up="2024-05-06")
    assert told("own") == ["2", "100.50", "2024-05-06", "Mill"]
    standard.edit(acting("admin"), named("x-machine"), two.pk, {"x_price": "50"})
    assert told("own")[1] == "150.50"
    standard.edit(acting("admin"), named("x-machine"), one.pk, {"x_customer": customer_of("team").pk})
    assert (told("own"), told("team")) == (["1", "50.00", "2024-05-06", "Mill"], ["1", "100.50", "2020-01-01", "Press"])
    standard.delete(acting("admin"), named("x-machine"), two.pk)
    assert told("own") == ["0", "None", "None", ""]
    standard.restore(acting("admin"), named("x-machine"), two.pk)
    assert told("own")[0] == "1"


def test_a_mass_change_is_followed_as_well() -> None:
    ids = [bought("own", f"Press {number}", x_price="20").pk for number in range(3)]
    move_many(acting("admin").doing("delete"), named("x-machine"), ids[:2], to_trash=True)
    assert told("own")[:2] == ["1", "20.00"]
    change_many(acting("admin").doing("edit"), named("customer"), [customer_of("own").pk], {"tier": "C"})
    assert of_machine(bought("own")) == "C"


def test_a_lookup_follows_its_link_and_what_it_leads_to() -> None:
    machine = bought("own")
    assert (of_machine(machine), of_machine(machine, "x_department_hue")) == ("A", "sales")
    standard.edit(acting("admin"), named("customer"), customer_of("own").pk, {"tier": "B"})
    assert of_machine(machine) == "B"
    standard.edit(acting("admin"), named("customer"), customer_of("own").pk, {"department": "Operations"})
    assert of_machine(machine, "x_department_hue") == "service"
    standard.edit(acting("admin"), named("x-machine"), machine.pk, {"x_customer": None})
    assert (of_machine(machine), of_machine(machine, "x_department_hue")) == ("", "")
    version = named("x-machine").model.everything.get(pk=machine.pk).version
    assert version == 2, "what is computed is no change"


def test_a_lookup_of_what_went_into_the_trash_is_empty() -> None:
    machine = bought("own")
    standard.delete(acting("admin"), named("customer"), customer_of("own").pk)
    assert of_machine(machine) == ""


def test_records_there_before_are_brought_in_line() -> None:
    bought("own")
    field("customer", "x_average", kind="roll-up", source="x-machine.x_customer.x_price", measured="average")
    field("customer", "x_points", kind="roll-up", source="contact-point.customer")
    recompute(named("customer"))
    assert of_customer("own", "x_points", "x_average") == {"x_points": 1, "x_average": None}
    assert recompute(named("customer")) == 0


def test_lists_filter_sort_and_group_by_what_is_taken() -> None:
    machine, customer = named("x-machine"), named("customer")
    one, two = bought("own", "Press"), bought("team", "Mill")
    bought("own", "Lathe")
    found = page(acting("admin"), machine, Asked(filter="x_tier = A", sort="-name")).rows
    assert [row.name for row in found] == ["Press", "Lathe"]
    assert [row.pk for row in page(acting("admin"), customer, Asked(filter="x_machines > 0", sort="-x_machines")).rows] == [
        customer_of("own").pk, customer_of("team").pk]  # fmt: skip
    groups = aggregate(acting("admin"), machine, Asked(), group="x_tier", measure="count,max:x_put_up").groups
    assert [(group.values, group.measured["count"]) for group in groups] == [(("A",), 2), ((None,), 1)]
    assert one.pk != two.pk


def test_whoever_may_not_read_all_there_or_not_the_field_reads_no_value() -> None:
    field("x-machine", "x_revenue", kind="lookup", source="x_customer.revenue")
    field("customer", "x_points", kind="roll-up", source="contact-point.customer")
    may = {who: {id for id in ("x_tier", "x_revenue") if id in readable(acting(who), named("x-machine"))}
           for who in ("admin", "service", "logistics", "sales")}  # fmt: skip
    assert may == {"admin": {"x_tier", "x_revenue"}, "service": {"x_tier"}, "logistics": set(), "sales": set()}
    assert "x_points" in readable(acting("sales"), named("customer")), "what belongs to a record is read with it"


@pytest.mark.parametrize("wrong", [
    {"kind": "lookup", "source": ""}, {"kind": "lookup", "source": "tier"}, {"kind": "lookup", "source": "name.tier"},
    {"kind": "lookup", "source": "x_customer.nothing"}, {"kind": "lookup", "source": "x_customer.owner.department.name"},
    {"kind": "lookup", "source": "x_customer.x_machines"}, {"kind": "lookup", "source": "x_customer.tags"},
    {"kind": "lookup", "source": "x_customer.tier", "required": True}, {"kind": "lookup", "source": "x_customer.tier", "searched": True},
    {"kind": "lookup", "source": "\x00.tier"}, {"kind": "lookup", "source": "x_again.tier"},
    {"kind": "roll-up", "source": "nothing.customer"}, {"kind": "roll-up", "source": "activity.customer"},
    {"kind": "roll-up", "source": "x-machine"}, {"kind": "roll-up", "source": "x-machine.x_customer.x_tier", "measured": "latest"},
])  # fmt: skip
def test_what_cannot_be_taken_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        field("x-machine", "x_again", **wrong)


@pytest.mark.parametrize("wrong", [
    {"source": "x-machine.x_customer.name", "measured": "sum"}, {"source": "x-machine.x_customer", "only": "x_put_up within 3d"},
    {"source": "x-machine.x_customer", "only": "nothing = 1"}, {"source": "x-machine.x_customer", "only": "((("},
    {"source": "x-machine.x_customer", "only": "x_price > many"}, {"source": "x-machine.x_customer", "measured": "sum"},
    {"source": "x-machine.x_customer.x_price.name", "measured": "sum"}, {"source": "x-machine.x_customer", "only": "x_tier = A"},
])  # fmt: skip
def test_what_cannot_be_counted_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        field("customer", "x_again", kind="roll-up", **wrong)


@pytest.mark.parametrize("key", ["x_customer", "x_price"])
def test_what_others_take_is_not_retired(key: str) -> None:
    with pytest.raises(Refused, match="read by others"):
        retire(acting("admin"), CustomField.everything.get(noun="x-machine", key=key))


def test_nobody_writes_what_is_taken() -> None:
    with pytest.raises(Invalid):
        bought("own", x_tier="B")
