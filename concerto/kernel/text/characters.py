"""Single characters: how each is folded for comparison, and which kind of word it belongs to.

Folding works character by character, never across two of them, so that the folded beginning of a text is always the
beginning of the folded text. Search relies on it: what matches a name must match while the name is still being typed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

Kind = Literal["han", "word", ""]

_WRITTEN_WITHOUT_SPACES = (
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FF),  # kana
    (0x3100, 0x312F),  # bopomofo
    (0x3130, 0x318F),  # Hangul letters
    (0x31A0, 0x31BF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_JOINED = frozenset("'’‘ʼ`´")  # O'Brien is one word


@lru_cache(maxsize=65536)
def folded(character: str) -> str:
    """Without width, case and accents: Ａ, É and é become a and e; an apostrophe becomes nothing."""
    if character in _JOINED:
        return ""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in plain if not _is_mark(mark)))


@lru_cache(maxsize=65536)
def kind_of(character: str) -> Kind:
    """What is written without spaces is "han", other letters and digits "word", and what separates words ""."""
    code = ord(character)
    if any(first <= code <= last for first, last in _WRITTEN_WITHOUT_SPACES) and character.isalnum():
        return "han"
    return "word" if character.isalnum() else ""


@lru_cache(maxsize=65536)
def kinds(character: str) -> tuple[tuple[str, Kind], ...]:
    """What a character becomes when it is folded, each letter of it with its kind."""
    return tuple((letter, kind_of(letter)) for letter in folded(character))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
