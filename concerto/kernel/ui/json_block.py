"""Data for the browser's side, as JSON inside the page."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.functional import Promise
from markupsafe import Markup, escape

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # what could end the element or begin another


def json_block(id: str, value: Any) -> Markup:
    """`<script type="application/json" id="…">` that no text in it can break out of."""
    text = orjson.dumps(value, default=_in_words).decode()
    for letter, escaped in _UNSAFE.items():
        text = text.replace(letter, escaped)
    return Markup(f'<script type="application/json" id="{escape(id)}">{text}</script>')  # noqa: S704 (escaped above)


def _in_words(value: Any) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value).__name__)
