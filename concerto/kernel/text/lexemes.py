"""Search words: what a record keeps (a tsvector) and what a person asks for (a tsquery), made from the same tokens.

| lexeme       | stands for                                            | found by               |
|--------------|-------------------------------------------------------|------------------------|
| 阿, 阿里      | a Han character, and each pair of neighbours          | one, or several of them |
| acme, x200   | a word without case, accents and width                | its beginning          |
| pysuzhou…, pysz… | a Han name in pinyin and by initials, from each of its first characters on | its beginning |
| ph138…, hp…  | a phone number, and its digits in reverse             | first or last digits   |
| emann@…      | a mail address; its words are kept too                | its beginning          |

Both sides are text for `::tsvector` and `::tsquery` (`to_tsquery('simple', …)` reads the query as well). Every lexeme is
quoted, so nothing a person types can become syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from concerto.kernel.text.characters import folded
from concerto.kernel.text.spelling import LONGEST_NAME, LONGEST_SPELLING, spellings
from concerto.kernel.text.tokens import Token, tokens

MOST_LEXEMES = 5_000  # of one record; keeps a vector far under PostgreSQL's megabyte
MOST_ASKED = 16  # words of one question; more would only cost time
LEAST_DIGITS = 3  # fewer are no part of a phone number

_MAIL = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,190}")
_PHONE = re.compile(r"[+(]?[0-9][0-9 ().\-/]{3,30}[0-9]")


def lexemes(texts: Iterable[str]) -> str:
    """The text form of the tsvector that finds a record by any of `texts`: names, words, phones, mail addresses.

    What a text is shows in the text itself. "" where there is nothing to find.
    """
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(_kept(text))
        if len(found) >= MOST_LEXEMES:
            break
    return " ".join(list(found)[:MOST_LEXEMES])


def query(text: str) -> str | None:
    """What a person typed as the text form of a tsquery; None where nothing searchable was typed."""
    asked = dict.fromkeys(_asked_phone(text) or _asked(text))
    return " & ".join(list(asked)[:MOST_ASKED]) or None


# -- what is kept ---------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def _kept(text: str) -> tuple[str, ...]:
    """The lexemes of a text, quoted. Many records name the same cities and industries."""
    return tuple(map(_quoted, _lexemes(text)))


def _lexemes(text: str) -> list[str]:
    words = tokens(text)
    found = [piece for token in words for piece in _pieces(token)]
    if len(text) <= LONGEST_NAME:
        found += [f"py{spelling}" for spelling in sorted(spellings(words))]
        found += _phone_lexemes(text)
    return found + [f"em{address}" for address in addresses(text)]


def _pieces(token: Token) -> list[str]:
    """A word is one lexeme; a Han run is its characters and its pairs."""
    return [token.text] if token.kind == "word" else [*token.text, *pairs(token.text)]


def pairs(han: str) -> list[str]:
    return [han[place : place + 2] for place in range(len(han) - 1)]


def addresses(text: str) -> list[str]:
    """Mail addresses in a text, folded."""
    if "@" not in text and "＠" not in text:
        return []
    return [found.strip("'.") for found in _MAIL.findall("".join(map(_folded_in_address, text)))]


def _folded_in_address(character: str) -> str:
    return folded(character) or character


def _phone_lexemes(text: str) -> Iterator[str]:
    """A number is found with and without its country's prefix, and by its last digits."""
    if not (digits := phone_digits(text)):
        return
    national, whole = _national(text, digits)
    yield from (f"ph{national}", f"ph{whole}", f"hp{whole[::-1]}")


def _national(text: str, digits: str) -> tuple[str, str]:
    """(national number, number with the country's code); both the bare digits where the number is of no known plan."""
    from concerto.kernel.text.contact import phone
    from concerto.kernel.text.unreadable import Unreadable

    try:
        read = phone(text)
    except Unreadable:
        read = None
    return (read.national, read.e164.lstrip("+")) if read else (digits, digits)


def phone_digits(text: str) -> str:
    """The digits of a text that is written like a phone number; "" for any other text."""
    plain = "".join(map(folded, text)).strip()
    return re.sub(r"\D", "", plain) if _PHONE.fullmatch(plain) else ""


# -- what is asked --------------------------------------------------------------------------------------------------
def _asked(text: str) -> Iterator[str]:
    if address := next(iter(addresses(text.strip())), None):
        words = [term for token in tokens(text) for term in _terms(token)]
        yield _any([_beginning(f"em{address}"), *([_all(words)] if words else [])])
        return
    for token in tokens(text):
        yield from _terms(token)


def _asked_phone(text: str) -> list[str]:
    """A number typed in groups (138 0013 8000) is asked for as one, or as its groups."""
    digits = phone_digits(text)
    groups = [term for token in tokens(text) for term in _terms(token)] if digits else []
    if len(groups) < 2:
        return []
    return [_any([*_as_phone(digits), _all(groups)])]


def _terms(token: Token) -> list[str]:
    if token.kind == "han":
        return [_quoted(piece) for piece in pairs(token.text) or [token.text]]
    if token.is_number:
        return [_any([_beginning(token.text), *_as_phone(token.text)])]
    return [_any([_beginning(token.text), _beginning(f"py{token.text[:LONGEST_SPELLING]}")])]


def _as_phone(digits: str) -> list[str]:
    """The first or the last digits of a phone number, also with the zero or the 00 that is dialled before it."""
    dialled = sorted(each for each in {digits, digits.lstrip("0")} if len(each) >= LEAST_DIGITS)
    return [_beginning(lexeme) for each in dialled for lexeme in (f"ph{each}", f"hp{each[::-1]}")]


def _any(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' | '.join(terms)})"


def _all(terms: list[str]) -> str:
    return f"({' & '.join(terms[:MOST_ASKED])})"


def _beginning(lexeme: str) -> str:
    return f"{_quoted(lexeme)}:*"


def _quoted(lexeme: str) -> str:
    if "\\" in lexeme or "'" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"
