"""The ways of writing by their names: what a cleaning rule can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from concerto.kernel.text import cleaning
from concerto.kernel.text.standard import characters, companies, patterns, people, places
from concerto.kernel.text.unreadable import Unreadable

Step = Callable[[str, str, str], str]  # text, what is sought, what stands for it


HOME, NOWHERE = "CN", "ZZ"  # from nowhere only numbers with their country's code can be read
LONGEST = 2000  # characters; whatever is longer is no value but a text, and stays as it is


def apply(kind: str, text: str, find: str = "", by: str = "", region: str = HOME) -> str:
    """One step; a text that it cannot do anything with stays as it is. `region`: the country in which a phone is dialled
    that does not say so itself, "" where nobody knows."""
    if len(text) > LONGEST:
        return text
    try:
        return DIALLED[kind](text, region) if kind in DIALLED else STEPS[kind](text, find, by)
    except Unreadable:
        return text


def _phone(text: str, region: str) -> str:
    """A Chinese mobile as eleven digits, every other number in the world's form."""
    found = cleaning.phone(text, region or NOWHERE)
    if found is None or found.extension:
        return text
    is_home = found.kind == "mobile" and found.e164.startswith("+86")
    return found.national if is_home else found.e164


def _phone_of_the_world(text: str, region: str) -> str:
    found = cleaning.phone(text, region or NOWHERE)
    return found.e164 if found else text


def _day(text: str, _find: str, _by: str) -> str:
    day = cleaning.parse_date(text)
    return day.isoformat() if day else text


def _number(text: str, _find: str, _by: str) -> str:
    number = cleaning.parse_number(text)
    return text if number is None else f"{number:f}"


def _nothing(text: str, find: str, _by: str) -> str:
    """Words that stand for nothing, one a line."""
    words = {word.strip().casefold() for word in find.splitlines()}
    return "" if text.strip().casefold() in words else text


def _address(text: str, _find: str, _by: str) -> str:
    found = places.place(text)
    return found.written if found.is_told and found.rest else text


DIALLED: Mapping[str, Callable[[str, str], str]] = {"phone": _phone, "phone-world": _phone_of_the_world}
STEPS: Mapping[str, Step] = {
    "width": lambda text, _find, _by: cleaning.fold_width(text),
    "spaces": lambda text, _find, _by: people.closed(cleaning.clean_line(text)),
    "simplified": lambda text, _find, _by: characters.simplified(text),
    "traditional": lambda text, _find, _by: characters.traditional(text),
    "upper": lambda text, _find, _by: text.upper(),
    "lower": lambda text, _find, _by: text.lower(),
    "email": lambda text, _find, _by: cleaning.email(text) or text,
    "day": _day,
    "number": _number,
    "company": lambda text, _find, _by: companies.company(text),
    "person": lambda text, _find, _by: people.person(text),
    "address": _address,
    "nothing": _nothing,
    "replace": lambda text, find, by: text.replace(find, by) if find else text,
    "pattern": lambda text, find, by: patterns.replaced(text, find, by),
}
