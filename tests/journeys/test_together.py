"""Two people at the same record: what one does the other sees, without loading anything again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]
CITY = "dd[data-field=city]"


def own_customer(page: Page) -> str:
    """The address of a customer that this person may edit."""
    page.goto("/customers/")
    row = page.locator("tr[data-id]:has(td[data-field=owner][data-editable])").first
    return row.locator("a.name").get_attribute("href") or ""


def at(page: Page, address: str) -> None:
    """Open a page and wait until its live stream greets it."""
    with page.expect_response(re.compile("/live")):
        page.goto(address)


def type_city(page: Page, city: str) -> None:
    page.click(CITY)
    page.fill(f"{CITY} input.input", city)


def test_two_people_see_what_the_other_does(visit: Visit) -> None:
    first, second = visit("sales").page, visit("sales-manager", language="zh").page
    address = own_customer(first)
    at(first, address)
    at(second, address)
    name = first.locator("h1").inner_text()

    expect(second.locator("#around .around-one")).to_have_count(1)
    expect(second.locator("[data-bell] em")).not_to_be_empty()  # deals of the manager's people are stalled
    unread = int(second.locator("[data-bell] em").inner_text())
    second.click("#follow")
    expect(second.locator("#follow")).to_have_attribute("aria-pressed", "true")

    type_city(first, "Kashgar")
    expect(second.locator("#around [data-edits=city]")).to_have_count(1)
    first.keyboard.press("Enter")
    expect(second.locator(CITY)).to_have_text("Kashgar")
    expect(second.locator("#entries")).to_contain_text("Kashgar")
    expect(second.locator("[data-bell] em")).to_have_text(str(unread + 1))

    type_city(second, "Urumqi")
    type_city(first, "Turpan")
    first.keyboard.press("Enter")
    expect(second.locator(".cell-note")).to_be_visible()
    expect(second.locator(f"{CITY} input.input")).to_have_value("Urumqi")
    second.keyboard.press("Escape")

    at(second, "/customers/")
    type_city(first, "Hotan")
    first.keyboard.press("Enter")
    number = address.rsplit("/", 1)[1]
    expect(second.locator(f"tr[data-id='{number}'], .live-chip").first).to_be_visible()
    first.goto("/notices")  # leaves the record
    at(second, address)
    expect(second.locator("#around .around-one")).to_have_count(0)

    second.click("[data-bell]")
    second.locator("#bell .notice", has_text=name).first.click()
    second.wait_for_url(f"**{address}")
    second.goto("/notices")
    expect(second.locator(".in-line.is-unread")).to_have_count(unread)


def test_two_people_talk_and_keep_what_they_are_typing(visit: Visit) -> None:
    first, second = visit("sales").page, visit("sales-manager", language="zh").page
    address = own_customer(first)
    at(first, address)
    at(second, address)
    first.fill("#timeline > c-composer textarea", "Who has the spare part?")
    first.keyboard.press("Control+Enter")
    talk = second.locator("li.entry", has_text="Who has the spare part?")
    expect(talk).to_be_visible()
    talk.locator(".reply-to summary").click()
    talk.locator(".reply-to textarea").press_sequentially("I ha")
    expect(first.locator("#writing")).not_to_be_empty()

    mine = first.locator("li.entry", has_text="Who has the spare part?")
    mine.locator(".sign.is-more").click()
    first.locator(".sign-menu:popover-open .sign").first.click()
    expect(talk.locator(".signs .sign em")).to_have_text("1")
    expect(talk.locator(".reply-to textarea")).to_have_value("I ha")

    talk.locator(".reply-to textarea").press_sequentially("ve it")
    second.keyboard.press("Control+Enter")
    expect(mine.locator(".answers")).to_contain_text("I have it")
    expect(talk.locator(".reply-to textarea")).to_be_hidden()
    expect(first.locator("#writing")).to_be_empty()


def test_two_people_save_the_same_form_and_nothing_is_lost(visit: Visit) -> None:
    hasty, careful = visit("sales"), visit("sales-manager")
    first, second = hasty.page, careful.page
    address = own_customer(first)
    for chosen, city in (("theirs", "Kashgar"), ("mine", "Yining")):
        second.goto(f"{address}/edit")
        second.fill("#f-city", "Yining")
        second.fill("#f-source", f"Asked for {chosen}")
        first.goto(f"{address}/edit")
        first.fill("#f-city", "Kashgar")
        first.fill(
            "#f-website", f"https://{chosen}.example"
        )  # what only one of them changes stays, whoever chooses what
        first.click("#form .is-primary")
        first.wait_for_url(f"**{address}")
        second.click("#form .is-primary")

        both = second.locator(".versions tr", has_text="Yining")
        expect(both).to_contain_text("Kashgar")
        expect(second.locator("[name=pick-source][value=mine]")).to_be_checked()
        both.locator(f"[value={chosen}]").check()
        second.click("#form .is-primary")
        second.wait_for_url(f"**{address}")
        for field, value in (("city", city), ("source", f"Asked for {chosen}"), ("website", f"{chosen}.example")):
            expect(second.locator(f"dd[data-field={field}]")).to_have_text(value)
        first.goto(address)
        first.locator(CITY).click()
        first.fill(f"{CITY} input.input", "Aksu")
        first.keyboard.press("Enter")
        expect(first.locator(CITY)).to_have_text("Aksu")
    careful.means(412)
