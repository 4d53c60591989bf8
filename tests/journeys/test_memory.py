"""What a record remembers, in a real browser: files and their versions, the past, and taking back what is still possible."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]
BOX = "#files input[type=file]"


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), colour).save(out, "PNG")
    return out.getvalue()


def sent(name: str, raw: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "text/html", "buffer": raw}


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("c-files:defined").first.wait_for(state="attached")


def edit(page: Page, address: str, **values: str) -> None:
    page.goto(f"{address}/edit")
    for field, value in values.items():
        page.fill(f"#f-{field}", value)
    page.click("#form button[type=submit]")
    page.wait_for_url(f"**{address}")


def test_files_come_are_seen_get_versions_and_go_back(visit: Visit) -> None:
    visitor = visit("admin")
    page = visitor.page
    ready(page, "/customers/2")
    page.set_input_files(BOX, [sent("site.png", picture("#4b56cf")), sent("page.html", b"<script>alert(1)</script>")])  # type: ignore[list-item]  # of Playwright's own shape
    expect(page.locator("#files .files li")).to_have_count(2)
    expect(page.locator(".entry", has_text="added file")).to_have_count(2)
    page.set_input_files(BOX, sent("run.png", b"MZ\x00\x01"))  # type: ignore[arg-type]
    expect(page.locator("c-toast")).to_contain_text("run.png")
    assert [each for each in visitor.complaints if "409" not in each] == []
    visitor.complaints.clear()

    page.click("#files >> text=site.png")
    expect(page.locator(".held-picture")).to_be_visible()
    assert page.eval_on_selector(".held-picture", "image => image.decode().then(() => image.naturalWidth)") == 600
    page.set_input_files(".held input[type=file]", sent("site 2.png", picture("#359658")))  # type: ignore[arg-type]
    expect(page.locator(".versions-of li")).to_have_count(2)
    page.click("text=Make it the present one")
    expect(page.locator(".versions-of .is-now")).to_contain_text("site.png")


def test_the_past_is_shown_and_what_is_left_is_taken_back(visit: Visit) -> None:
    visitor = visit("admin")
    page, record = visitor.page, "/customers/3"
    page.goto(record)
    before = page.locator("#facts dd[data-field=employees]").inner_text()
    edit(page, record, city="Xi'an", employees="4321")
    edit(page, record, city="Wuhan")

    page.click("button[popovertarget=more]")
    page.click("text=As it was on a day…")
    expect(page.locator(".past")).to_contain_text("Nothing can be changed here")
    page.click("text=Change before")
    expect(page.locator(".past-facts")).to_contain_text("Now: Wuhan")

    page.goto(f"{record}/history")
    with page.expect_response("**/undo/*"):
        page.locator(".entry", has_text="4,321").locator("button", has_text="Undo").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("tr.is-moved")).to_contain_text("Xi'an")
    visitor.complaints.clear()  # the browser itself tells of the refusal
    with page.expect_navigation():
        dialog.locator("button[type=submit]").click()
    page.goto(record)
    expect(page.locator("#facts dd[data-field=employees]")).to_have_text(before)
    expect(page.locator("#facts dd[data-field=city]")).to_have_text("Wuhan")
