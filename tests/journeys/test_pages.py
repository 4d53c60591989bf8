"""Every kind of page, in both languages, at a desk and on a phone: nothing sticks out, the console is silent, pictures are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import pictures
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
Visit = Callable[..., Visitor]

SHOTS = Path(__file__).parents[1] / "shots"
SHOWN = ("list", "record")  # in the documents
OF_GUIDES = bool(os.environ.get("TEST_SHOTS"))  # set by `make shots`: what the guides describe, too
PAGES = {
    "list": "/customers/",
    "record": "/customers/1",
    "form": "/customers/new",
    "edit": "/customers/1/edit",
    "history": "/customers/1/history",
    "import": "/customers/import",
    "trash": "/customers/?trashed=1",
    "nothing": "/customers/?q=zzzzzz",
    "docs": "/api/docs",
    "people": "/people/",
}
GUIDES = {
    "board": "/customers/?layout=board",
    "calendar": "/activities/?layout=calendar",
    "past": "/customers/1?at=",
    "why": "/customers/1/why",
    "journey-of-one": "/customers/1/journey",
    "journey": "/journey",
    "duplicates": "/customers/duplicates",
    "segment": "/segments/build?id=1",
    "overlap": "/segments/1/course?with=2",
    "tiers": "/tiers/",
    "member": "/members/1",
    "quality": "/quality/1/figures",
    "catalogue": "/catalogue",
    "cleaning": "/cleaning-rules/try",
    "batches": "/batches/",
    "notices": "/notices/settings",
    "settings": "/me/settings",
    "security": "/me/sign-in",
    "rights": "/roles/3/rights",
    "departments": "/departments/tree",
    "calendars": "/calendars/1",
    "objects": "/custom-objects/new",
    "customize": "/customers/customize",
    "webhooks": "/webhooks/new",
    "start": "/start",
}


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_fits_and_is_kept_as_a_picture(visit: Visit, language: str, size: str) -> None:
    page = visit("admin", size=size, language=language).page
    SHOTS.mkdir(parents=True, exist_ok=True)
    wide = []
    for name, address in (PAGES | (GUIDES if OF_GUIDES else {})).items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SHOTS / f"{name}-{size}-{language}.png")
        if name in SHOWN and size == "desk":
            pictures.take(page, f"{name}-{language}")
        if overhang(page) > 0:
            wide.append(name)
    assert wide == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_dark_and_the_palette(visit: Visit, language: str) -> None:
    page = visit("admin", language=language, theme="dark").page
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("amb")
    page.get_by_role("option").filter(has_text="Amber").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SHOTS / f"palette-dark-{language}.png")


def test_a_palette_just_closed_takes_no_keys(visit: Visit) -> None:
    page = visit("admin").page
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("amb")
    page.get_by_role("option").filter(has_text="Amber").first.wait_for()
    before = page.url
    still = """(keys) => { const box = document.querySelector("dialog.palette"); box.close();
        box.querySelector("input").dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...keys })); }"""
    page.evaluate(still, {"key": "Enter"})
    page.wait_for_load_state("networkidle")
    assert page.url == before
    page.evaluate(still, {"key": "k", "ctrlKey": True})
    expect(page.get_by_role("combobox")).to_be_visible()


def test_g_and_a_letter_go_to_a_list_from_the_first_moment(visit: Visit) -> None:
    page = visit("admin").page
    page.goto("/people/", wait_until="domcontentloaded")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers/")
    page.keyboard.press("?")
    expect(page.locator("dialog.dialog .keys")).to_contain_text("Customers")


def test_pages_speak_one_language(visit: Visit) -> None:
    """In Chinese no sentence of ours is left in English: what stands between tags has Chinese, digits or a name."""
    page = visit("admin", language="zh").page
    page.goto("/customers/new")
    labels = page.locator(".form label, h1, h2, .form button, .field-help").all_inner_texts()
    english = [
        text
        for text in labels
        if text.strip() and text.isascii() and any(letter.isalpha() for letter in text) and len(text.split()) > 1
    ]
    assert english == []
