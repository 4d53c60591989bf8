"""Text cut into words. What is kept for searching, what a person types and what is highlighted all use this one cutter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from concerto.kernel.text.characters import Kind, kinds

LONGEST_TOKEN = 200  # characters; at most 800 bytes, PostgreSQL allows 2,046


class Token(NamedTuple):
    """A run of folded characters of one kind, and where each of them stands in the text."""

    kind: Kind
    text: str
    places: tuple[int, ...]

    @property
    def is_number(self) -> bool:
        return self.text.isascii() and self.text.isdigit()


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` in order: runs of Han characters, and runs of other letters and digits."""
    kind: Kind = ""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter, now in kinds(character):
            if now != kind:
                if kind:
                    yield _token(kind, letters, places)
                kind, letters, places = now, [], []
            letters.append(letter)
            places.append(place)
    if kind:
        yield _token(kind, letters, places)


def _token(kind: Kind, letters: list[str], places: list[int]) -> Token:
    """Han runs stay whole, since they are cut into pairs later; a long word is cut, alike on every side."""
    longest = len(letters) if kind == "han" else LONGEST_TOKEN
    return Token(kind, "".join(letters[:longest]), tuple(places[:longest]))
