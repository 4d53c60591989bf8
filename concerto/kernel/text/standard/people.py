"""Names of people: without how one addresses them, without spaces in Chinese, capitals only where words begin."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_CHINESE = re.compile(rf"[{_HAN}]+(?:\s+[{_HAN}]+)*")
_ADDRESSED = re.compile(rf"(?<=[{_HAN}])(?:先生|女士|小姐)$")
_TITLED = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof)\.?\s+(?=\S)", re.IGNORECASE)
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def person(text: str) -> str:
    """张 三 先生 → 张三; MR. JOHN SMITH → John Smith. What is written in mixed case stays: McDonald, van Dyck."""
    if _CHINESE.fullmatch(text):
        return _ADDRESSED.sub("", closed(text))
    name = _TITLED.sub("", text)
    return name.title() if name.isascii() and (name.isupper() or name.islower()) else name


def closed(text: str) -> str:
    """Without spaces between Chinese characters."""
    return _BETWEEN_HAN.sub("", text)
