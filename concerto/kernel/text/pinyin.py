"""Chinese names as they are read, for sorting and for finding them by Latin letters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from concerto.kernel.text.surnames import reading_of
from concerto.kernel.text.tokens import Token, tokens

LONGEST_KEY = 200


def sort_key(name: str, person: bool = False) -> str:
    """What a name is sorted by: pinyin for Han characters, folded letters and digits for the rest, in words.

    For a `person` the surname is read as a surname (曾 is zeng, not ceng). At most 200 characters; "" for an empty name.
    A name of signs only is sorted by these.
    """
    words = [word for token in _read(name, person) for word in token]
    return (" ".join(words) or name.strip().casefold())[:LONGEST_KEY].rstrip()


def is_read_otherwise(name: str) -> bool:
    """Whether a name begins with a surname that is read otherwise than the same characters are elsewhere."""
    return any(reading_of(token.text) for token in tokens(name)[:1])


def full(name: str, person: bool = False) -> str:
    """The whole name in letters and digits as one types it: 苏州白鹭泉 is suzhoubailuquan; ü is v."""
    return "".join(word for token in _read(name, person) for word in token).replace("ü", "v")


def initials(name: str, person: bool = False) -> str:
    """First letters: of each Han character's pinyin and of each other word (szblq); numbers stay whole."""
    return "".join(initial(word) for token in _read(name, person) for word in token)


def initial(word: str) -> str:
    return word if word.isdigit() else word[:1]


@lru_cache(maxsize=8192)
def syllables(han: str, person: bool = False) -> tuple[str, ...]:
    """One reading per character of a run of Han characters; what has no reading stays as it is."""
    usual = tuple(syllable for word in _words_in(han) for syllable in _as_read(word))
    surname = reading_of(han) if person else ()
    return surname + usual[len(surname) :]


def _words_in(han: str) -> Iterable[str]:
    """The words of the dictionary in a run; only where some of its characters are no Han are these told apart first."""
    from pypinyin.constants import RE_HANS
    from pypinyin.seg import mmseg, simpleseg

    return mmseg.seg.cut(han) if RE_HANS.match(han) else simpleseg.seg(han)


@lru_cache(maxsize=65536)
def _as_read(word: str) -> tuple[str, ...]:
    """The readings of one word of the dictionary. The same few make up most names, so they are remembered by words."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word, v_to_u=True, errors=list))  # type: ignore[arg-type]  # it takes lists, too


def _read(name: str, person: bool) -> list[tuple[str, ...]]:
    return [_words(token, person and not place) for place, token in enumerate(tokens(name))]


def _words(token: Token, person: bool) -> tuple[str, ...]:
    return syllables(token.text, person) if token.kind == "han" else (token.text,)
