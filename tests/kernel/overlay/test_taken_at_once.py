"""Several writers at once: what is counted is what is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from tests.cast import acting, customer_of
from tests.kernel.overlay.test_objects import described, field


def test_writers_at_once_are_all_counted(committed: Address) -> None:
    described()
    field("x-machine", "x_customer", kind="link", target="customer")
    field("customer", "x_machines", kind="roll-up", source="x-machine.x_customer")
    customer = customer_of("own").pk

    def buy(number: int) -> None:
        try:
            for each in range(4):
                values = {"name": f"Press {number}.{each}", "x_customer": customer}
                standard.create(acting("admin"), named("x-machine"), values)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(buy, range(4)))
    assert Customer.everything.get(pk=customer).custom["x_machines"] == 16
