"""Addresses in what people wrote, as links: those of the web alone, so that nothing written can be run by a click."""

from __future__ import annotations

import re
from itertools import chain

from markupsafe import Markup, escape

# marks that turn the direction of writing, and those that are not seen, end an address: it leads where it seems to lead
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ADDRESS = re.compile(rf"https?://[^\s<>\"'`“”‘’，。；、！？（）《》【】「」{_UNSEEN}]{{2,2000}}", re.IGNORECASE)
_BEHIND = ".,;:!?)]}"  # what stands behind an address and is none of it
_LINK = Markup('<a class="link" href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>')


def linked(text: str) -> Markup:
    """The text, escaped, with its addresses as links."""
    return Markup("").join(chain.from_iterable(_parts(text)))


def _parts(text: str) -> list[tuple[Markup, Markup]]:
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_BEHIND)
        parts.append((escape(text[at : found.start()]), _LINK.format(address)))
        at = found.start() + len(address)
    return [*parts, (escape(text[at:]), Markup(""))]
