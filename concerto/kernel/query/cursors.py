"""Cursors: where a page ended, as an opaque text that a client hands back."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from concerto.kernel.query.language import Unclear


def packed(*parts: Any) -> str:
    """A cursor of JSON values; the last of them is a record's or a line's id."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def unpacked(text: str, count: int) -> list[Any]:
    """The `count` values of a cursor. Raises Unclear for one that is not ours."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as wrong:
        raise foreign() from wrong
    if not isinstance(parts, list) or len(parts) != count or not _is_id(parts[-1]):
        raise foreign()
    return parts


def _is_id(part: Any) -> bool:
    return isinstance(part, int) and not isinstance(part, bool) and 0 < part < 2**63


def foreign() -> Unclear:
    """What is said of a cursor that was not made for this list."""
    return Unclear(_("This cursor does not belong to this list. Start again without it."))
