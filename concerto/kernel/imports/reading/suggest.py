"""Which field a column of a file is likely to be: by its heading, and by what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from concerto.kernel.text import cleaning
from concerto.kernel.text.characters import kind_of
from concerto.kernel.text.tokens import tokens
from concerto.kernel.text.unreadable import Sentence, Unreadable

LEAST = 0.45  # confidence below which nothing is suggested
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]|[*＊:：]")  # "客户名称(必填)", "Name *"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Target:
    """Something a column can become: its labels in both languages, other names it goes by, and the kind of its values."""

    id: str
    labels: Sequence[str]
    aliases: Sequence[str]
    kind: str


@dataclass(frozen=True)
class Suggestion:
    """What a column of the file most likely is; `target` is a Target's id or None, `confidence` from 0 to 1."""

    column: str
    target: str | None = None
    confidence: float = 0.0
    why: Sentence = ""


def suggest(
    columns: Sequence[str], sample_rows: Sequence[Sequence[str | None]], targets: Sequence[Target]
) -> list[Suggestion]:
    """One suggestion per column, in the order of the columns; no target is suggested twice, the surest pairs go first."""
    cells = [[row[place] for row in sample_rows if place < len(row)] for place in range(len(columns))]
    pairs = [
        (place, target, *_judged(column, [cell for cell in cells[place] if cell], target))
        for place, column in enumerate(columns)
        for target in targets
    ]
    chosen: dict[int, Suggestion] = {}
    taken: set[str] = set()
    for place, target, confidence, why in sorted(pairs, key=lambda pair: -pair[2]):
        if confidence >= LEAST and place not in chosen and target.id not in taken:
            chosen[place] = Suggestion(columns[place], target.id, round(confidence, 2), why)
            taken.add(target.id)
    return [chosen.get(place, Suggestion(column)) for place, column in enumerate(columns)]


def _judged(column: str, cells: Sequence[str], target: Target) -> tuple[float, Sentence]:
    """How likely the column is the target, and why. Values that do not fit halve what the names say."""
    by_name, why = _named(column, target)
    share = _share(cells, target.kind)
    if share is None:
        return by_name, why
    if by_name >= LEAST:
        return by_name * (1.0 if share >= 0.5 else 0.5), why
    return (0.6 * share, _TELLING[target.kind]) if share >= 0.8 and target.kind in _TELLING else (0.0, "")


# -- names ----------------------------------------------------------------------------------------------------------
def _named(column: str, target: Target) -> tuple[float, Sentence]:
    labels = max((_likeness(column, label) for label in (*target.labels, target.id)), default=0.0)
    aliases = max((_likeness(column, alias) for alias in target.aliases), default=0.0) * 0.97
    if max(labels, aliases) < 0.9:
        return max(labels, aliases), _("The heading is similar.")
    if labels >= aliases:
        return labels, _("The heading says so.")
    return aliases, _("The heading is another word for it.")


def _likeness(one: str, other: str) -> float:
    """1 for the same words, less for the same words in another order, a part, or a slip of the pen."""
    words, others = _words(one), _words(other)
    plain, other_plain = "".join(words), "".join(others)
    if not plain or not other_plain:
        return 0.0
    if plain == other_plain:
        return 1.0
    if sorted(words) == sorted(others):
        return 0.92
    return max(_part(plain, other_plain), _slip(plain, other_plain))


def _words(name: str) -> list[str]:
    return [token.text for token in tokens(_HUMP.sub(" ", _ASIDE.sub(" ", name)))]


def _part(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    least = 2 if kind_of(short[0]) == "han" else 4
    return 0.4 + 0.45 * len(short) / len(long) if len(short) >= least and short in long else 0.0


def _slip(one: str, other: str) -> float:
    ratio = SequenceMatcher(None, one, other).ratio() if min(len(one), len(other)) >= 5 else 0.0
    return 0.8 * ratio if ratio >= 0.85 else 0.0


# -- values ---------------------------------------------------------------------------------------------------------
_READERS: Mapping[str, Callable[[str], object]] = {
    "email": cleaning.email,
    "url": cleaning.url,
    "phone": cleaning.phone,
    "day": cleaning.parse_date,
    "moment": lambda cell: cleaning.parse_date(re.split("[T ]", cell.strip(), maxsplit=1)[0]),
    "whole": cleaning.parse_number,
    "year": cleaning.parse_number,
    "money": cleaning.parse_number,
    "number": cleaning.parse_number,
    "yes-no": cleaning.parse_bool,
}
_TELLING: Mapping[str, Sentence] = {
    "email": _("The values look like mail addresses."),
    "url": _("The values look like web addresses."),
    "phone": _("The values look like phone numbers."),
}


def _share(cells: Sequence[str], kind: str) -> float | None:
    """The share of cells that a kind can read; None where the kind reads anything or there are no cells."""
    reader = _READERS.get(kind)
    if reader is None or not cells:
        return None
    return sum(_readable(reader, cell) for cell in cells) / len(cells)


def _readable(reader: Callable[[str], object], cell: str) -> bool:
    try:
        return reader(cell) is not None
    except Unreadable:
        return False
