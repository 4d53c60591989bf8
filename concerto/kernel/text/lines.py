"""Text as people meant it: without invisible characters, in one normal form."""

from __future__ import annotations

import re
import unicodedata

# The joiner stays before a pictograph, where it is part of what one sees; tabs and line ends are white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_LINE_END = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def clean_line(text: str) -> str:
    """One line: invisible and control characters gone, white space single, NFC. Cleaning twice changes nothing."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Many lines, each cleaned at its end only; line ends become \\n, empty lines around the text go."""
    lines = _LINE_END.sub("\n", _visible(text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def has_control(text: str) -> bool:
    """Whether there are control characters other than tab and line ends, or halves of characters, which nothing can keep."""
    return bool(_CONTROL.search(text))


def fold_width(text: str) -> str:
    """Full-width Latin letters, digits and signs as half-width: １３８－００ becomes 138-00. Chinese stays."""
    return text.translate(_FULL_WIDTH)


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
