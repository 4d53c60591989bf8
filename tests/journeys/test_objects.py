"""An administrator describes something of the company's own in the browser, counts it, and builds a reminder of birthdays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]


def create(page: Page, address: str, **values: str) -> str:
    """Fill a form and send it; answer the address of what was made."""
    page.goto(address, wait_until="networkidle")
    for name, value in values.items():
        control = page.locator(f"form [name={name}]").first
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(label="Yes") if value == "Yes" else control.select_option(value)
        else:
            control.fill(value)
    return send(page)


def send(page: Page) -> str:
    page.locator("button.is-primary[type=submit] >> visible=true").first.click()
    page.wait_for_url(re.compile(r"/\d+$"))
    return page.url


def test_an_object_a_field_a_roll_up_and_a_reminder(visit: Visit) -> None:
    page = visit("admin").page
    create(
        page, "/custom-objects/new", label="Boat", label_zh="船", plural="Boats", plural_zh="船", key="boat", prefix="b"
    )
    page.goto("/x-boat/", wait_until="networkidle")
    expect(page.get_by_role("link", name="Boats", exact=True).first).to_be_visible()
    create(
        page,
        "/custom-fields/new?noun=x-boat",
        label="Customer",
        key="customer",
        kind="link",
        target="customer",
        in_list="Yes",
    )
    create(
        page, "/custom-fields/new?noun=customer", label="Boats", key="boats", kind="roll-up", source="x-boat.x_customer"
    )
    create(page, "/custom-fields/new?noun=customer", label="Birthday", key="birthday", kind="day")
    create(page, "/custom-fields/new?noun=customer", label="Birthday soon", key="soon", kind="formula", result="yes-no",
           formula="birthday_within(x_birthday, 7)")  # fmt: skip

    born = (datetime.now(UTC).date() + timedelta(days=3)).replace(year=1988)
    customer = create(page, "/customers/new", name="Ottilie Falk", x_birthday=born.isoformat())
    create(page, f"/x-boat/new?x_customer={customer.rsplit('/', 1)[1]}", name="Sea Holly")
    page.goto(customer, wait_until="networkidle")
    expect(page.locator("dd, .fact").filter(has_text="Sea Holly").or_(page.get_by_text("Sea Holly"))).to_be_visible()
    expect(page.locator("[data-field=x_boats]")).to_contain_text("1")

    page.goto("/customers/", wait_until="networkidle")
    page.click("c-filter button")
    page.locator("c-filter :popover-open input").first.fill("Birthday soon")
    page.locator("c-filter :popover-open button.opt:visible").first.click()
    page.locator("c-filter :popover-open").get_by_label("Yes").check()
    page.locator("c-filter :popover-open button[type=submit]").click()
    page.wait_for_url(re.compile(r"filter="))
    expect(page.get_by_role("link", name="Ottilie Falk")).to_be_visible()
    page.locator("[data-dialog=view-new] >> visible=true").first.click()
    page.locator("#view-new [name=name]").fill("Birthdays of the week")
    page.locator("#view-new button[type=submit]").click()
    expect(page.get_by_role("link", name="Birthdays of the week").first).to_be_visible()
