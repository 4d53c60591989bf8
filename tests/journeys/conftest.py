"""A whole Concerto of its own for the journeys: served as `make run` serves it, seen through a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "concerto-demo"
PATIENCE = 30_000  # milliseconds: two processors that do other things, too
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demo company is served."""
    home = tmp_path_factory.mktemp("served", numbered=True)
    home.chmod(0o711)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "CONCERTO_HOME": str(home),
        "CONCERTO_PORT": str(port),
        "CONCERTO_PUBLIC_URL": f"http://localhost:{port}",  # passkeys belong to a name
        "CONCERTO_DEMO": "on",
        "CONCERTO_WEB_PROCESSES": "1",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONCERTO_", "DJANGO_"))}
    with (home / "serve.log").open("wb") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "concerto", "serve"], cwd=ROOT, env=kept | settings, stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz", served, home / "serve.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            served.terminate()
            served.wait(30)


def wait_for(url: str, served: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until and served.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"it did not come up:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ends with the journeys: its event loop would be in the way of other tests."""
    if CHROMIUM is None:
        pytest.fail("the journeys need Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


class Visitor:
    """Somebody at a screen. `complaints` gathers what the browser's console says against our pages."""

    def __init__(self, browser: Browser, address: str, size: str, language: str, theme: str = "light") -> None:
        self.address, self.complaints, self.meant = address, list[str](), set[str]()
        locale = {"en": "en-US", "zh": "zh-CN"}[language]
        self.context: BrowserContext = browser.new_context(
            viewport=SIZES[size],
            locale=locale,
            color_scheme=theme,
            base_url=address,
            has_touch=size == "phone",  # type: ignore[arg-type]  # literals
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def means(self, status: int) -> None:
        """Answers of this status are meant, those that came and those to come."""
        self.meant.add(f"status of {status} ")

    def sign_in(self, username: str) -> Page:
        self.page.goto("/sign-in")
        self.page.fill("input[name=username] >> visible=true", username)
        self.page.fill("input[name=password] >> visible=true", PASSWORD)
        self.page.click("button.is-wide")
        self.page.wait_for_url("**/customers/")
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[object]:
    """`visit("sales", size="phone", language="zh")`: a visitor who is signed in; the console must stay silent."""
    visitors: list[Visitor] = []

    def come(username: str, *, size: str = "desk", language: str = "en", theme: str = "light") -> Visitor:
        visitor = Visitor(browser, address, size, language, theme)
        visitors.append(visitor)
        visitor.sign_in(username)
        return visitor

    yield come
    complaints = [
        complaint
        for visitor in visitors
        for complaint in visitor.complaints
        if not any(meant in complaint for meant in visitor.meant)
    ]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []
