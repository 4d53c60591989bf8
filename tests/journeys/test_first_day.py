"""The first day with real customers: bring them in, find one, change it, take it back, take them out, bring them back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]
RECORD = re.compile(r"/customers/\d+$")

ROWS = [
    ("客户名称", "城市", "行业", "员工数"),
    ("阿里山茶行", "台州", "食品", "12"),
    ("Alder & Ash", "Leeds", "Timber", "80"),
    ("坏行", "", "", "很多"),
]


def bring_in(page: Page, file: Path) -> None:
    """Upload, agree, wait for the account of every row."""
    page.goto("/customers/import")
    page.set_input_files("input[type=file]", file)
    page.click("[data-needs-file]")
    page.wait_for_url("**/imports/*/columns")
    page.click("button[name=start]")
    page.wait_for_url("**/imports/*/report")
    expect(page.locator(".counts")).to_be_visible()
    page.wait_for_selector("c-progress", state="detached", timeout=60_000)
    page.wait_for_load_state("networkidle")


def ask(page: Page, typed: str) -> None:
    """Open the command palette and type."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type(typed)


def counts(page: Page) -> list[str]:
    """Created, updated, merged, unchanged, rejected."""
    return page.locator(".counts b").all_inner_texts()


def test_customers_come_in_are_found_changed_and_taken_back(visit: Visit, tmp_path: Path) -> None:
    page = visit("data").page
    file = tmp_path / "customers.csv"
    file.write_text("\n".join(",".join(row) for row in ROWS), encoding="gb18030")
    bring_in(page, file)
    assert counts(page) == ["2", "0", "0", "0", "1"]
    expect(page.locator(".problems")).to_contain_text("Line 4")

    page.goto("/customers/", wait_until="networkidle")
    for typed in ("阿里山", "alishan", "alsc"):
        ask(page, typed)
        expect(page.get_by_role("option").filter(has_text="阿里山茶行").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("combobox")).to_be_hidden()
    ask(page, "alishan")
    page.get_by_role("option").filter(has_text="阿里山茶行").first.click()
    page.wait_for_url(RECORD)

    city = page.locator("[data-field=city]")
    city.click()
    city.locator("input[name=city]").fill("温州")
    page.keyboard.press("Enter")
    expect(city).to_have_text("温州")
    record = page.url
    page.goto(record.rstrip("/") + "/history")
    expect(page.locator(".diff").first).to_contain_text("温州")
    with page.expect_response("**/undo/*"):
        page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("listitem").filter(has_text="took a change back").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto(record)
    expect(page.locator("[data-field=city]")).to_have_text("台州")


def test_a_click_that_is_sooner_than_its_script_still_edits(visit: Visit) -> None:
    page = visit("data").page
    held: list[Route] = []
    page.route("**/facts-*.js", lambda route: held.append(route))
    page.goto("/customers/3")
    city = page.locator("[data-field=city]")
    city.click()
    expect(city.locator("input[name=city]")).to_have_count(0)
    held.pop().continue_()
    expect(city.locator("input[name=city]")).to_be_focused()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_was_taken_out_comes_back_unchanged(visit: Visit, tmp_path: Path, format: str) -> None:
    page = visit("data").page
    page.click("[popovertarget=more]")
    with page.expect_download() as waited:
        page.click(f"a[href*='format={format}']")
    file = tmp_path / f"out.{format}"
    waited.value.save_as(file)
    bring_in(page, file)
    created, updated, merged, unchanged, rejected = counts(page)
    assert (created, updated, merged, rejected) == ("0", "0", "0", "0")
    assert int(unchanged) >= 200


def test_a_session_that_ends_in_the_middle_of_a_form_keeps_the_text(visit: Visit) -> None:
    visitor = visit("sales")
    page = visitor.page
    page.locator("table.tbl a.name").first.click()
    page.wait_for_url(RECORD)
    page.fill("textarea[name=text]", "Half a thought about the crane")
    visitor.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    for status in (401, 403):  # gone are the session and the token of its forms
        visitor.means(status)
    page.wait_for_timeout(1000)
    record = page.url
    visitor.sign_in("sales")
    page.goto(record)
    expect(page.locator("textarea[name=text]")).to_have_value("Half a thought about the crane")


def test_a_thumb_writes_a_note_in_chinese(visit: Visit) -> None:
    page = visit("service", size="phone", language="zh").page
    page.locator("table.tbl tbody tr").first.click()
    page.wait_for_url(RECORD)
    page.fill("textarea[name=text]", "电梯太小，请物流安排吊装")
    page.locator(".composer button.is-primary").click()
    expect(page.locator("#entries")).to_contain_text("电梯太小，请物流安排吊装")


def test_two_who_edit_at_once_both_see_it(visit: Visit) -> None:
    quick, late = visit("data"), visit("data")
    first, second = quick.page, late.page
    first.goto("/customers/3")
    second.goto("/customers/3")
    for page, value in ((first, "Quick town"), (second, "Late town")):
        page.locator("[data-field=city]").click()
        page.locator("[data-field=city] input[name=city]").fill(value)
    first.keyboard.press("Enter")
    expect(first.locator("[data-field=city]")).to_have_text("Quick town")
    second.keyboard.press("Enter")
    expect(second.locator("[data-field=city]")).to_contain_text("Quick town")
    expect(second.locator("[data-field=city]")).to_contain_text("Late town")
    late.complaints.clear()  # the browser reports the 412 that this is about
