"""A board in a real browser: dragging, moving by keyboard, a refusal that puts back and asks, looking beside, and coming back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]


def lane(page: Page, name: str) -> Locator:
    return page.locator(f'[data-lane="{name}"]')


def drag(page: Page, card: Locator, to: Locator) -> None:
    start, end = card.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 30, start["y"] + start["height"] - 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 20, steps=12)
    page.locator(".is-drag").wait_for()
    expect(to.locator(".is-slot")).to_have_count(1)  # nobody lets go sooner than they see where it will stand
    page.mouse.up()


def count(page: Page, name: str) -> int:
    return int(page.locator(f"#head-{name} [data-count]").inner_text())


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("c-grid:defined, c-board[data-drags]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")


def forgive(visitor: Visitor, *expected: str) -> None:
    """The browser itself complains of refusals and lost networks; of nothing else here."""
    assert [each for each in visitor.complaints if not any(words in each for words in expected)] == []
    visitor.complaints.clear()


def test_cards_are_dragged_moved_by_keys_and_put_back(visit: Visit) -> None:
    visitor = visit("admin")
    page = visitor.page
    ready(page, "/customers/?layout=board")
    card = lane(page, "acquire").locator(".card").first
    here = page.locator(f"#{card.get_attribute('id')}")
    before = count(page, "nurture")

    with page.expect_response("**/move?*"):
        drag(page, here, lane(page, "nurture"))
    expect(lane(page, "nurture").locator(f"#{here.get_attribute('id')}")).to_be_visible()
    expect(page.locator("#head-nurture [data-count]")).to_have_text(str(before + 1))

    here.locator(".card-a").focus()
    with page.expect_response("**/move?*"):
        page.keyboard.press("Shift+ArrowRight")
    expect(here).to_have_attribute("data-lane-now", "convert")

    page.keyboard.press("m")
    page.select_option("dialog select[name=stage]", "retain")
    page.click("dialog[open] button[type=submit]")
    expect(lane(page, "retain").locator(f"#{here.get_attribute('id')}")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)

    page.context.set_offline(True)
    drag(page, here, lane(page, "refer"))
    expect(lane(page, "retain").locator(f"#{here.get_attribute('id')}")).to_be_visible()
    page.context.set_offline(False)
    forgive(visitor, "ERR_INTERNET_DISCONNECTED", "htmx:error")


def test_a_refused_card_goes_back_and_asks_for_what_is_missing(visit: Visit) -> None:
    visitor = visit("admin")
    page = visitor.page
    ready(page, "/contact-points/?layout=board&by=medium")
    card = lane(page, "phone").locator(".card").first
    here = page.locator(f"#{card.get_attribute('id')}")
    drag(page, here, lane(page, "email"))
    expect(page.locator("dialog[open] input[name=value]")).to_be_focused()
    expect(lane(page, "phone").locator(f"#{here.get_attribute('id')}")).to_be_visible()
    page.fill("dialog input[name=value]", "moved@example.com")
    page.keyboard.press("Enter")
    expect(lane(page, "email").locator(f"#{here.get_attribute('id')}")).to_be_visible()
    forgive(visitor, "422")


def test_looking_beside_the_list_steps_stays_and_closes(visit: Visit) -> None:
    page = visit("admin").page
    ready(page, "/customers/")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    panel = page.locator("#peek")
    first = page.locator("tbody tr[data-id]").nth(0).get_attribute("data-id")
    second = page.locator("tbody tr[data-id]").nth(1).get_attribute("data-id")
    expect(panel.locator(f'a[href="/customers/{first}"]').first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(panel.locator(f'a[href="/customers/{second}"]').first).to_be_visible()
    page.reload()
    expect(panel.locator(f'a[href="/customers/{second}"]').first).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert "#" not in page.url


def test_what_stands_under_a_column_is_chosen_and_stays(visit: Visit) -> None:
    page = visit("admin").page
    page.click('[popovertarget="foot-employees"]')
    page.click("#foot-employees >> text=Average")
    expect(page.locator('[popovertarget="foot-employees"]')).to_contain_text("⌀")
    page.reload()
    expect(page.locator('[popovertarget="foot-employees"]')).to_contain_text("⌀")
