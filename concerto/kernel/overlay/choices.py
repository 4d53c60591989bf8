"""Choices as they are kept, one a line: `gold = Gold | 金牌 | amber`. The id stays, everything else may change.

A line that begins with `-` is a choice that nobody can choose any more: records keep it. `- gold > silver` is one that was
merged: silver stands for it, in files and filters too, and in time in every record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.hue import Hue
from concerto.kernel.fields.kind import Unreadable

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST, LONGEST = 200, 100


@dataclass(frozen=True)
class Choice:
    """`hue` is one of the colours, or "" for the plain one; `into` is the choice that stands for one that was merged."""

    id: str
    english: str = ""
    chinese: str = ""
    hue: str = ""
    retired: bool = False
    into: str = ""

    @property
    def closed(self) -> bool:
        return self.retired or bool(self.into)

    @property
    def line(self) -> str:
        """As it is kept; read again it is the same. A bar in a label would part it, so it is kept as a stroke."""
        parts = [self.english.replace("|", "/").replace("｜", "/"), self.chinese.replace("|", "/").replace("｜", "/"), self.hue]  # fmt: skip
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        return f"{'- ' if self.closed else ''}{self.id}{f' > {self.into}' if self.into else ''} = {' | '.join(parts)}"


def choices_in(text: str) -> Mapping[str, Choice]:
    """By id, in their order; `into` leads to a choice that was not merged itself. Raises Unreadable for a line that is none."""
    found: dict[str, Choice] = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        choice = lenient(line)
        _refuse_unfit(choice, line)
        if choice.id in found:
            raise Unreadable(_("The choice “%(id)s” is there twice.") % {"id": choice.id})
        found[choice.id] = replace(choice, english=choice.english or choice.chinese or choice.id)
    if len(found) > MOST:
        raise Unreadable(_("There can be at most %(most)s choices.") % {"most": MOST})
    return {id: replace(choice, into=_end(found, choice)) if choice.into else choice for id, choice in found.items()}


def lenient(line: str) -> Choice:
    """A line as far as it can be understood, for showing again what was typed."""
    head, _mark, labels = line.partition("=")
    id, _arrow, into = head.removeprefix("-").partition(">")
    english, chinese, *hue = [*map(str.strip, labels.replace("｜", "|").split("|")), "", ""][:3]
    return Choice(id.strip(), english, chinese, "|".join(hue), head.startswith("-"), into.strip())


def written(choices: Iterable[Choice]) -> str:
    return "\n".join(choice.line for choice in choices)


def _refuse_unfit(choice: Choice, line: str) -> None:
    too_long = max(len(choice.english), len(choice.chinese)) > LONGEST
    if not _ID.fullmatch(choice.id) or too_long or choice.hue not in ("", *Hue.values) or line.count("|") > 2:
        raise Unreadable(
            _("Write each choice on a line of its own, like gold = Gold | 金牌. “%(line)s” is none.")
            % {"line": line[:40]}
        )


def _end(found: Mapping[str, Choice], choice: Choice) -> str:
    """The choice that stands for a merged one, which may have been merged itself later on."""
    seen, at = {choice.id}, choice.into
    while at in found and found[at].into and at not in seen:
        seen.add(at)
        at = found[at].into
    if at not in found or at in seen:
        raise Unreadable(
            _("“%(choice)s” can only be merged into another choice of this list.")
            % {"choice": choice.english or choice.id}
        )
    return at
