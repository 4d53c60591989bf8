"""Which characters of a found text to highlight for what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from concerto.kernel.text.lexemes import pairs, phone_digits
from concerto.kernel.text.pinyin import syllables
from concerto.kernel.text.spelling import as_typed
from concerto.kernel.text.surnames import reading_of
from concerto.kernel.text.tokens import Token, tokens

Range = tuple[int, int]


def marks(text: str, typed: str) -> list[Range]:
    """Ranges (first, behind the last) of `text` in order, without overlap: the characters by which it was found.

    Han characters are found as such or by pinyin and initials, other words by their beginning, phone numbers by digits.
    """
    found = list(tokens(text))
    asked = list(tokens(typed))
    ranges = {spot for token in found for word in asked for spot in _spots(token, word)}
    return _joined(sorted(ranges | set(_digits(text, phone_digits(typed) or _number(typed)))))


def _number(typed: str) -> str:
    asked = list(tokens(typed))
    return asked[0].text if len(asked) == 1 and asked[0].is_number and len(asked[0].text) > 2 else ""


def _spots(token: Token, word: Token) -> Iterator[Range]:
    if token.kind == "word":
        if word.kind == "word" and token.text.startswith(word.text):
            yield _range(token, 0, len(word.text))
    elif word.kind == "han":
        yield from _same_characters(token, word.text)
    else:
        yield from _same_sound(token, word.text)


def _same_characters(token: Token, han: str) -> Iterator[Range]:
    """The whole run where it stands, else those pairs of it that do."""
    pieces = [han] if han in token.text else pairs(han)
    for piece in pieces:
        place = token.text.find(piece)
        while place >= 0:
            yield _range(token, place, place + len(piece))
            place = token.text.find(piece, place + 1)


def _same_sound(token: Token, spelled: str) -> Iterator[Range]:
    readings = {syllables(token.text)} | ({syllables(token.text, True)} if reading_of(token.text) else set())
    for reading in readings:
        for start in range(len(reading)):
            if length := _covered(reading[start:], spelled):
                yield _range(token, start, start + length)


def _covered(reading: tuple[str, ...], spelled: str) -> int:
    """How many characters from the first on are meant by `spelled`, as pinyin or as initials; 0 for none."""
    if any(word.startswith(spelled) for word in as_typed("".join(reading))):
        return sum(behind < len(spelled) for behind in accumulate(map(len, reading), initial=0))
    return len(spelled) if "".join(word[:1] for word in reading).startswith(spelled) else 0


def _digits(text: str, digits: str) -> Iterator[Range]:
    """A run of digits in a number, whatever is written between them."""
    if not digits or not phone_digits(text):
        return
    places = [place for token in tokens(text) for place in token.places]
    found = "".join(token.text for token in tokens(text)).find(digits)
    if found >= 0:
        yield places[found], places[found + len(digits) - 1] + 1


def _range(token: Token, first: int, behind: int) -> Range:
    return token.places[first], token.places[behind - 1] + 1


def _joined(ranges: list[Range]) -> list[Range]:
    """Neighbours and overlaps become one."""
    joined: list[Range] = []
    for first, behind in ranges:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(behind, joined[-1][1]))
        else:
            joined.append((first, behind))
    return joined
