"""The Latin spellings by which a Chinese name can be found: whole and by initials, from each of its first characters on."""

from __future__ import annotations

from collections.abc import Iterator

from concerto.kernel.text.pinyin import initial, syllables
from concerto.kernel.text.surnames import reading_of
from concerto.kernel.text.tokens import Token

STARTS = 8  # Han characters from which a spelling may start: blq finds 苏州白鹭泉
LONGEST_SPELLING = 60
LONGEST_NAME = 200  # characters; longer texts are searched by their characters only


def spellings(found: list[Token]) -> set[str]:
    """All spellings of a name given as its tokens; none where it has no Han character."""
    if not any(token.kind == "han" for token in found):
        return set()
    return {
        spelled[start : start + LONGEST_SPELLING]
        for reading in _readings(found)
        for words in ([word for word, _is_han in reading], [initial(word) for word, _is_han in reading])
        for spelled in as_typed("".join(words))
        for start in _starts(words, reading)
    }


def as_typed(word: str) -> set[str]:
    """A spelling as keyboards have it: ü is typed v, and written u or yu in passports; both v and u are kept."""
    return {word.replace("ü", "v"), word.replace("ü", "u")} if "ü" in word else {word}


def _readings(found: list[Token]) -> Iterator[list[tuple[str, bool]]]:
    """Each reading of the name as (word, is a Han character): as usual, and as a person's where that differs."""
    yield _read(found, person=False)
    if reading_of(found[0].text):
        yield _read(found, person=True)


def _read(found: list[Token], person: bool) -> list[tuple[str, bool]]:
    read: list[tuple[str, bool]] = []
    for token in found:
        if token.kind == "han":
            read += [(syllable, True) for syllable in syllables(token.text, person and token is found[0])]
        else:
            read.append((token.text, False))
    return read


def _starts(words: list[str], reading: list[tuple[str, bool]]) -> Iterator[int]:
    """Where the name begins as it is spelled, and where each of its first Han characters does."""
    yield 0
    place = count = 0
    for word, (_word, is_han) in zip(words, reading, strict=True):
        if is_han and count < STARTS:
            yield place
            count += 1
        place += len(word)
