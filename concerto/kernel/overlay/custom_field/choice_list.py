"""The choices of a field as a kind of value of its own: kept as lines of text, shown as the words that people choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields import long_text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.text import LongTextKind
from concerto.kernel.overlay.choices import Choice, lenient, written
from concerto.kernel.overlay.custom_field.key import spelled

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

BLANK = 2  # empty rows after those that are there
PARTS = ("id", "english", "chinese", "hue", "state", "place")
RETIRED, INTO = "retired", "into:"  # what the state of a row says; "" for one in use


class ChoiceListKind(LongTextKind):
    id = "choice-list"
    in_place = False

    def show(self, field: Field, value: Any) -> str:
        return say(", ").join(_words(choice) for choice in rows_of(value or "")) or (value or "").strip()


def choice_list(label: Label, **more: Any) -> models.TextField[str, str]:
    return kept_as(ChoiceListKind(), long_text(label, **more))


def rows_of(text: str) -> list[Choice]:
    """The rows of an editor for these lines, whether they can be kept or not."""
    return [lenient(line) for line in map(str.strip, text.split("\n")) if line]


def state_of(choice: Choice) -> str:
    return f"{INTO}{choice.into}" if choice.into else RETIRED if choice.retired else ""


def sent(post: QueryDict, name: str) -> str:
    """The lines that the rows of a posted editor make; the text itself where it was sent as one."""
    columns = [post.getlist(f"{name}.{part}") for part in PARTS]
    rows = sorted(zip(*columns, strict=False), key=lambda row: int(row[5]) if row[5].isdecimal() else 0)
    return written(_named(rows)) if rows else str(post[name]).replace("\r\n", "\n")


def _named(rows: list[tuple[str, ...]]) -> Iterator[Choice]:
    """Each row as a choice; one without words is left out. A new one is called by its words: “Gold” gives gold, “金牌” gives jin-pai."""
    taken = {row[0] for row in rows if row[0]}
    for id, *words, state, _place in rows:
        english, chinese, hue = (" ".join(each.split()) for each in words)
        if not english and not chinese:
            continue
        own = id.strip() or _fresh(english or chinese, taken)
        taken.add(own)
        yield Choice(own, english, chinese, hue, state == RETIRED, state.removeprefix(INTO) if INTO in state else "")


def _fresh(words: str, taken: set[str]) -> str:
    name = "-".join(spelled(words)).lower()
    plain = (
        "".join(each for each in name if each.isascii() and (each.isalnum() or each == "-")).strip("-")[:36] or "choice"
    )
    return (
        plain if plain not in taken else next(each for n in range(2, 10_000) if (each := f"{plain}-{n}") not in taken)
    )


def _words(choice: Choice) -> str:
    words = (choice.chinese if (get_language() or "").startswith("zh") else choice.english) or choice.english
    words = words or choice.chinese or choice.id
    return str(_("%(choice)s (retired)") % {"choice": words}) if choice.retired and not choice.into else words
