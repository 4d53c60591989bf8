"""Text cut into words. What is kept for searching, what a person types and what is highlighted all use this one cutter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from concerto.kernel.text.characters import Kind, kinds

LONGEST_TOKEN = 200  # characters; at most 800 bytes, PostgreSQL allows 2,046
LONGEST_KEPT = 200  # characters of a text whose words are remembered for a while
_PLAIN = re.compile(r"[ -&(-_a-~\u4e00-\u9fa5]*")  # ASCII but for the apostrophes, and the common Han characters
_RUNS = re.compile(r"[0-9a-z]+|[\u4e00-\u9fa5]+")


class Token(NamedTuple):
    """A run of folded characters of one kind, and where each of them stands in the text."""

    kind: Kind
    text: str
    places: tuple[int, ...]

    @property
    def is_number(self) -> bool:
        return self.text.isascii() and self.text.isdigit()


def tokens(text: str) -> Sequence[Token]:
    """The words of `text` in order: runs of Han characters, and runs of other letters and digits."""
    return _remembered(text) if len(text) <= LONGEST_KEPT else tuple(_cut(text))


@lru_cache(maxsize=512)
def _remembered(text: str) -> Sequence[Token]:
    """A name is cut for finding it, for sorting it, and for sorting it as a person's, one right after the other."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Token]:
    return _cut_plain(text) if _PLAIN.fullmatch(text) else _cut_by_characters(text)


def _cut_plain(text: str) -> Iterator[Token]:
    """The same for a text of which no character becomes another one, or several, or none, but by its case."""
    for run in _RUNS.finditer(text.lower()):
        first, behind = run.span()
        kind: Kind = "word" if run[0].isascii() else "han"
        longest = behind if kind == "han" else min(behind, first + LONGEST_TOKEN)
        yield Token(kind, run[0][: longest - first], tuple(range(first, longest)))


def _cut_by_characters(text: str) -> Iterator[Token]:
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
