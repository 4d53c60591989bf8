"""Where the built scripts, styles and icons are: names carry a hash, so the build's manifest is asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson
from django.conf import settings

MANIFEST = Path(__file__).resolve().parent / "static" / "built" / "manifest.json"


class NotBuilt(RuntimeError):
    """The browser side has not been built yet: `make build` does it."""


@cache
def manifest() -> dict[str, dict[str, object]]:
    """Logical name → what the build made of it. Raises NotBuilt."""
    try:
        built: dict[str, dict[str, object]] = orjson.loads(MANIFEST.read_bytes())
    except FileNotFoundError as missing:
        raise NotBuilt("the pages' assets are missing; run `make build`") from missing
    return built


def asset(name: str) -> str:
    """The address of a built file, for example of `main.ts` or `icons.svg`."""
    return f"{settings.STATIC_URL}built/{manifest()[name]['file']}"


def styles(name: str) -> list[str]:
    """Addresses of the style sheets that an entry brings along."""
    sheets = manifest()[name].get("css", [])
    return [f"{settings.STATIC_URL}built/{sheet}" for sheet in sheets] if isinstance(sheets, list) else []
