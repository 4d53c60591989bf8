"""Why something was found, where its title does not show it: a reading of its Chinese name, or another of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.search.everywhere import Hit
from concerto.kernel.text.marks import Range, marks
from concerto.kernel.text.pinyin import syllables
from concerto.kernel.text.tokens import tokens

BEFORE, LONGEST = 20, 80  # characters of a long text that are shown before its first mark, and in all


def hint(hit: Hit, typed: str) -> dict[str, Any] | None:
    """`{"text", "marks"}`: marks are ranges of characters in the text, first and behind the last. None where none is needed."""
    in_title = marks(hit.title, typed)
    if in_title:
        return _reading(hit, in_title) if typed.isascii() else None
    return next(_elsewhere(hit.entity, hit.record, typed), None)


def _reading(hit: Hit, ranges: list[Range]) -> dict[str, Any] | None:
    """The title's Chinese characters spelled, one syllable each, those marked whose characters are."""
    words: list[str] = []
    found: list[Range] = []
    at = 0
    for place, syllable in _spelled(hit):
        if any(first <= place < behind for first, behind in ranges):
            found.append((at, at + len(syllable)))
        words.append(syllable)
        at += len(syllable) + 1
    return {"text": " ".join(words), "marks": found} if found else None


def _spelled(hit: Hit) -> Iterator[tuple[int, str]]:
    """(place of a Chinese character in the title, how it is read); the surname of a person as a surname."""
    person = hit.entity.is_person(hit.record)
    for number, token in enumerate(tokens(hit.title)):
        if token.kind == "han":
            yield from zip(token.places, syllables(token.text, person and number == 0), strict=True)


def _elsewhere(entity: Entity, record: Record, typed: str) -> Iterator[dict[str, Any]]:
    """The other searched fields in which what was typed stands; the reader may read them all, or nothing was searched."""
    for field in entity.searched:
        text = str(field.value(record) or "")
        ranges = marks(text, typed)
        if ranges and field is not entity.title:
            start = max(0, ranges[0][0] - BEFORE)
            shown = text[start : start + LONGEST]
            yield {
                "text": shown,
                "marks": [(a - start, min(b - start, len(shown))) for a, b in ranges if a - start < len(shown)],
            }
