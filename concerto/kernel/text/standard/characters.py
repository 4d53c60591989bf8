"""Traditional characters as simplified ones, and back, word by word as the OpenCC project does it."""

from __future__ import annotations

from functools import cache
from typing import Any


def simplified(text: str) -> str:
    return text if text.isascii() else str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    return text if text.isascii() else str(_converter("s2t").convert(text))


@cache
def _converter(way: str) -> Any:
    from opencc import OpenCC  # brings its dictionaries along

    return OpenCC(way)
