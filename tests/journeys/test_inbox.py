"""The inbox by keyboard: what is done goes and comes back, what is put off waits on its own page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]


def test_the_inbox_is_worked_through_by_keys(visit: Visit) -> None:
    page = visit("service-lead").page
    page.goto("/notices")
    rows, current = page.locator("[data-row]"), page.locator(".in-line.is-cur")
    expect(rows.first).to_be_visible()
    page.wait_for_function("customElements.get('c-inbox') !== undefined")
    before = rows.count()
    page.keyboard.press("j")
    first = current.get_attribute("data-id")
    page.keyboard.press("e")
    expect(rows).to_have_count(before - 1)
    page.keyboard.press("Control+z")
    expect(rows).to_have_count(before)
    page.locator(f"[data-id='{first}'] [data-open]").focus()
    page.keyboard.press("h")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before - 1)
    page.goto("/notices?shelf=snoozed")
    expect(rows).to_have_count(1)
    page.locator(f"[data-id='{first}'] [data-open]").focus()
    page.keyboard.press("z")
    expect(rows).to_have_count(0)
    page.goto("/notices")
    expect(rows).to_have_count(before)
    page.locator(f"[data-id='{first}'] [data-open]").focus()
    page.keyboard.press("Space")
    expect(page.locator("#peek h2")).to_be_visible()


def test_what_one_is_told_is_chosen_on_a_phone(visit: Visit) -> None:
    page = visit("service-lead", size="phone").page
    page.goto("/notices/settings")
    page.select_option("select[name=mail-mentioned]", "at-once")
    page.fill("#begins", "22:00")
    page.fill("#ends", "07:00")
    page.locator(".form-end .is-primary").click()
    page.wait_for_load_state()
    expect(page.locator("select[name=mail-mentioned]")).to_have_value("at-once")
    expect(page.locator("#begins")).to_have_value("22:00")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
