"""Names of companies: their brackets and the words for their form written in one way. The form stays in the name."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_IN_CHINESE = re.compile(rf"(?<=[{_HAN}])\s*[(\uff08]\s*([^()\uff08\uff09]*?)\s*[)\uff09]\s*")
_IN_LATIN = re.compile(r"\uff08([\x00-\x7f]*?)\uff09")
_FORMS = tuple(
    (re.compile(rf"[\s,]+(?:{written})$", re.IGNORECASE), form)
    for written, form in (
        (r"co\.?[\s,]*(?:ltd|limited)\.?", " Co., Ltd."),
        (r"(?:pvt|pte)\.?[\s,]*(?:ltd|limited)\.?", " Pte. Ltd."),
        (r"(?:ltd|limited)\.?", " Ltd."),
        (r"(?:inc|incorporated)\.?", " Inc."),
        (r"(?:corp|corporation)\.?", " Corp."),
        (r"l\.?l\.?c\.?", " LLC"),
        (r"g\.?m\.?b\.?h\.?", " GmbH"),
        (r"p\.?l\.?c\.?", " PLC"),
        (r"s\.?a\.?", " SA"),
    )
)


def company(text: str) -> str:
    """“Acme co ltd” → “Acme Co., Ltd.”; 上海(中国)公司 → 上海（中国）公司."""
    name = _IN_LATIN.sub(r"(\1)", _IN_CHINESE.sub(r"（\1）", text))
    for form, written in _FORMS:
        found = form.search(name)
        if found and found.start():
            return name[: found.start()].rstrip(" ,") + written
    return name
