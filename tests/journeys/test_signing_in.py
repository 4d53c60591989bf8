"""A passkey in a real browser: made, used instead of a password, and gone once it is removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_the_door(visit: Callable[..., Visitor]) -> None:
    visitor = visit("logistics")
    page, site = visitor.page, visitor.address.replace("127.0.0.1", "localhost")
    browser = visitor.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(f"{site}/sign-in?next=/people/")
    page.get_by_role("button", name="Logistics").click()
    page.wait_for_url("**/people/")

    page.goto(f"{site}/me/sign-in")
    page.get_by_label("Name of the device").fill("Office laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Office laptop")).to_be_visible()

    page.locator("#sign-out").dispatch_event("click")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/customers/")
    page.goto(f"{site}/me/sign-in")
    page.locator(".ways li", has_text="Office laptop").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Office laptop")).to_have_count(0)
