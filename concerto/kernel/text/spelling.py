"""The Latin spellings by which a Chinese name can be found: whole and by initials, from each of its first characters on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from concerto.kernel.text.pinyin import initial, syllables
from concerto.kernel.text.surnames import reading_of
from concerto.kernel.text.tokens import Token

STARTS = 8  # Han characters from which a spelling may start: blq finds 苏州白鹭泉
LONGEST_SPELLING = 60
LONGEST_NAME = 200  # characters; longer texts are searched by their characters only


def spellings(found: Sequence[Token]) -> set[str]:
    """All spellings of a name given as its tokens; none where it has no Han character."""
    if not any(token.kind == "han" for token in found):
        return set()
    spelled: set[str] = set()
    for words, first in _readings(found):
        spelled |= _from_each(words, first)
        spelled |= _from_each([initial(word) for word in words], first)
    return spelled


def _from_each(words: Sequence[str], first: Sequence[int]) -> set[str]:
    """The words together from the beginning on, and from each of those that are `first`."""
    before = list(accumulate(map(len, words), initial=0))
    starts = [0, *(before[number] for number in first)]
    return {word[start : start + LONGEST_SPELLING] for word in as_typed("".join(words)) for start in starts}


def as_typed(word: str) -> set[str]:
    """A spelling as keyboards have it: ü is typed v, and written u or yu in passports; both v and u are kept."""
    return {word.replace("ü", "v"), word.replace("ü", "u")} if "ü" in word else {word}


def _readings(found: Sequence[Token]) -> Iterator[tuple[list[str], list[int]]]:
    """Each reading of the name, as usual, and as a person's where that differs: its words, and which of them are its
    first Han characters."""
    yield _read(found, person=False)
    if reading_of(found[0].text):
        yield _read(found, person=True)


def _read(found: Sequence[Token], person: bool) -> tuple[list[str], list[int]]:
    words: list[str] = []
    first: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "han":
            first += range(len(words), len(words) + len(token.text))
            words += syllables(token.text, person and not place)
        else:
            words.append(token.text)
    return words, first[:STARTS]
