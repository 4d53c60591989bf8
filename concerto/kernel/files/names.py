"""Names of files as people may safely keep, see and save them. Pure."""

from __future__ import annotations

import re
from pathlib import PurePath

from concerto.kernel.text import cleaning

LONGEST = 200
LONGEST_ENDING = 20
_ORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would show an ending where there is none
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
NAMELESS = "file"


def safe_name(given: str) -> str:
    """The last part of `given` without what deceives or what some system cannot keep; at most LONGEST characters."""
    last = re.split(r"[/\\]", given.replace("\x00", ""))[-1]
    name = cleaning.clean_line(_FORBIDDEN.sub("_", _ORDERING.sub("", last))).strip(". ")
    if not name:
        return NAMELESS
    return _shortened(f"_{name}" if _RESERVED.fullmatch(name) else name)


def _shortened(name: str) -> str:
    """Cut in the middle, so that the ending stays."""
    if len(name) <= LONGEST:
        return name
    ending = PurePath(name).suffix[:LONGEST_ENDING]
    return name[: LONGEST - len(ending)].rstrip(". ") + ending
