"""The letters in circles and squares: who or what a line is about, at a glance."""

from __future__ import annotations

from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of

OUTSIDE = "it"  # the grey hue: people who are not of a department


def initials(name: str) -> str:
    """One or two letters for a person: IC for Ines Calloway, 夏 for 林知夏, whose given name says more than the surname."""
    words = name.split()
    if not words:
        return ""
    if is_han(words[-1][-1]):
        return words[-1][-1]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def first_letter(name: str) -> str:
    """The first letter or digit of a name, whatever stands before it: A for “Acme”."""
    return next((letter.upper() for letter in name if letter.isalnum()), "·")


def is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"


def hue_of(person: Record) -> str:
    """The hue of a colleague's department, where it was loaded with the person: a mark is not worth a query."""
    loaded = person._state.fields_cache
    department = loaded.get("department") if entity_of(person).person is True else None
    return getattr(department, "hue", OUTSIDE)
