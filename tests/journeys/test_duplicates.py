"""A firm that is there twice: told while it is typed, found by a search, looked at by keyboard, merged, and taken apart again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.test_every_page import Walk
from tests.journeys.test_objects import create

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]


def test_found_merged_and_taken_apart(visit: Visit) -> None:
    walk = Walk(visit("admin"))
    page = walk.page
    kept = create(page, "/customers/new", name="苏州鹂晴泉机械有限公司", city="苏州", industry="机械")
    page.goto("/customers/new", wait_until="networkidle")
    page.locator("#f-name").press_sequentially("蘇州鸝晴泉機械")
    expect(page.locator("#alike").get_by_role("link", name="苏州鹂晴泉机械有限公司")).to_be_visible()
    page.locator("#f-city").fill("苏州市")
    page.get_by_role("button", name=re.compile("^Create")).first.click()
    page.wait_for_url(re.compile(r"/customers/\d+$"))
    gone = page.url

    page.goto("/customers/duplicates")
    page.get_by_role("button", name="Search all records").click()
    pair = page.locator(".twins-list a", has_text="鹂晴泉").first
    expect(pair).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Done")).to_be_visible(timeout=60_000)  # until then the page shows itself afresh
    pair.click()
    expect(page.locator(".twins-heads")).to_contain_text("苏州鹂晴泉机械有限公司")
    walk.look(" a pair")
    assert walk.faults == []
    page.keyboard.press("m")
    expect(page.get_by_text("is part of", exact=False).first).to_be_visible()
    with page.expect_navigation():  # it shows itself afresh once that was done
        page.get_by_role("button", name="Undo").first.click()
    for address, name in ((kept, "苏州鹂晴泉机械有限公司"), (gone, "蘇州鸝晴泉機械")):
        page.goto(address)
        expect(page).to_have_url(address)
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
