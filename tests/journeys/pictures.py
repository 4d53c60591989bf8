"""Pictures of the documents, taken where `make pictures` says that they go: small files, in both languages."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.conftest import SIZES

FOLDER = os.environ.get("TEST_PICTURES")  # set by `make pictures`
SPOKEN = {"en": "en", "zh": "zh-hans"}
COLOURS = 160  # pages are drawn with few; so a picture is a third as large


def take(page: Page, name: str) -> None:
    """The page as it stands, as docs/pictures/<name>.png."""
    if FOLDER is None:
        return
    page.wait_for_load_state("networkidle")
    with Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))) as shot:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(Path(FOLDER, f"{name}.png"), optimize=True)


def take_in_both_languages(page: Page, name: str, size: str = "desk") -> None:
    """The page that is open, as `<name>-en` and `<name>-zh`; it is loaded anew for that."""
    if FOLDER is None:
        return
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # a literal
    for language, tag in SPOKEN.items():
        page.context.add_cookies([{"name": "language", "value": tag, "url": page.url}])
        page.reload()
        take(page, f"{name}-{language}")
    page.context.clear_cookies(name="language")
    page.set_viewport_size(SIZES["desk"])  # type: ignore[arg-type]  # a literal
    page.reload()
