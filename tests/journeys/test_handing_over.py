"""A fault that service cannot mend alone: handed to R&D, returned, provided, accepted, delivered, confirmed, in two browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]
CARD = "section.feed > article.ho"


def does(page: Page, label: str, **given: str) -> None:
    """Press a step of the card, and fill what its dialog asks for."""
    page.locator(f"{CARD} .ho-act button", has_text=label).click()
    for name, value in given.items():
        page.fill(f"dialog[open] #f-{name}", value)
    page.locator("dialog[open] button[type=submit]").last.click()


def new_ticket(page: Page) -> str:
    page.goto("/tickets/new?customer=1")
    page.fill("#f-subject", "Unit 3 hums at night")
    page.locator("#form button[type=submit]").click()
    expect(page.locator("#entries")).to_contain_text("Unit 3 hums at night")  # it belongs to the customer
    page.goto("/tickets/?q=hums")
    ticket = page.locator("tr[data-url]").first.get_attribute("data-url") or ""
    page.goto(ticket)
    return ticket


def test_a_fault_goes_to_those_who_can_mend_it(visit: Visit) -> None:
    visitor, engineer = visit("service"), visit("rnd", size="phone", language="zh").page
    service = visitor.page
    ticket = new_ticket(service)
    service.keyboard.press("h")
    service.click(".ho-type:has-text('Technical escalation')")
    service.fill("#f-title", "Is it one of a bad batch?")
    service.locator("button:has-text('Keep as a draft')").click()
    expect(service.locator(CARD)).to_contain_text("Draft")

    service.locator(f"{CARD} .ho-act a", has_text="Offer").click()
    service.locator("textarea").first.fill("Ran it at 70 %")
    service.locator("textarea").nth(1).fill("3.2")
    with service.expect_response(lambda answer: answer.url.endswith("/terms") and answer.status == 409):
        service.locator(".form-end .is-primary").click()
    expect(service.locator(".form-errors")).to_contain_text("Serial number, Log of the device")
    service.fill("#f-reason", "The log comes tonight")
    service.locator(".form-end .is-primary").click()
    expect(service.locator(CARD)).to_contain_text("Offered")
    handed = service.url

    expect(engineer.locator("[data-bell] em")).to_have_text("1")
    engineer.goto(handed)
    does(engineer, "退回", reason="没有日志无法判断")
    expect(engineer.locator(CARD)).to_contain_text("已退回")
    expect(service.locator(".toast, [data-bell] em").first).to_be_visible()
    service.goto(handed)
    expect(service.locator(CARD)).to_contain_text("没有日志无法判断")
    service.locator(f"{CARD} .ho-act a", has_text="Offer").click()
    with service.expect_response(lambda answer: answer.url.endswith("/terms") and answer.status == 409):
        service.locator(".form-end .is-primary").click()
    service.fill("#f-reason", "There is none: it was reset")
    service.locator(".form-end .is-primary").click()

    engineer.goto(handed)
    does(engineer, "接收")
    engineer.locator(f"{CARD} .ho-act a", has_text="交付").click()
    engineer.check("input[type=checkbox]")
    for number in range(2):
        engineer.locator("textarea").nth(number).fill("风扇轴承，先降负荷")
    engineer.locator(".form-end .is-primary").click()
    expect(engineer.locator(CARD)).to_contain_text("已交付")

    service.goto(handed)
    does(service, "Confirm")
    expect(service.locator(CARD)).to_contain_text("Confirmed")
    service.goto(ticket)
    expect(service.locator("#entries")).to_contain_text("Is it one of a bad batch?")
    service.goto("/customers/1")
    expect(service.locator("#entries article.ho").first).to_contain_text("Is it one of a bad batch?")
    visitor.means(409)


def test_a_mention_reaches_the_other_browser(visit: Visit) -> None:
    service, product = visit("service").page, visit("product", language="zh").page
    service.goto("/customers/2")
    text = service.locator("c-composer textarea").first
    text.click()
    text.press_sequentially("@梅青")
    service.locator(".picker-list:popover-open [role=option]").first.wait_for()
    service.keyboard.press("Enter")
    expect(text).to_have_value("@梅青苔 ")
    text.press_sequentially("could you look at this?")
    service.keyboard.press("Control+Enter")
    expect(service.locator("#entries")).to_contain_text("could you look at this?")
    expect(product.locator("[data-bell] em")).to_have_text("1")
