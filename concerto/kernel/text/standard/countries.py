"""Countries as people write them: by their code, or by their name in English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from concerto.kernel.text.lines import clean_line, fold_width

ALSO = {"usa": "US", "u.s.a.": "US", "america": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "korea": "KR", "uae": "AE",
        "p.r.c.": "CN", "prc": "CN", "p.r. china": "CN", "中华人民共和国": "CN", "中国大陆": "CN", "hong kong": "HK", "香港": "HK",
        "macau": "MO", "macao": "MO", "澳门": "MO", "臺灣": "TW"}  # fmt: skip


def region(text: str) -> str:
    """The code of two letters of the country that `text` names; "" where it names none."""
    return _known().get(_folded(text), "")


def _folded(text: str) -> str:
    return fold_width(clean_line(text)).casefold()


@cache
def _known() -> Mapping[str, str]:
    """Folded word → code."""
    from babel import Locale

    known: dict[str, str] = {}
    for language in ("en", "zh_Hans"):
        codes = (
            (code, name)
            for code, name in Locale.parse(language).territories.items()
            if code.isalpha() and len(code) == 2
        )
        for code, name in codes:
            known[code.casefold()] = known[_folded(name)] = code
    return known | ALSO
