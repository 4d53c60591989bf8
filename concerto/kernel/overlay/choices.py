"""Choices as administrators write them, one a line: `gold = Gold | 金牌`. The id stays, the labels may change."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Unreadable

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST, LONGEST = 200, 100


def choices_in(text: str) -> Mapping[str, tuple[str, str]]:
    """Id → label in English and in Chinese. Raises Unreadable for a line that is none."""
    found: dict[str, tuple[str, str]] = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        id, labels = _read(line)
        if id in found:
            raise Unreadable(_("The choice “%(id)s” is there twice.") % {"id": id})
        found[id] = labels
    if len(found) > MOST:
        raise Unreadable(_("There can be at most %(most)s choices.") % {"most": MOST})
    return found


def _read(line: str) -> tuple[str, tuple[str, str]]:
    id, _mark, labels = line.partition("=")
    english, _bar, chinese = (labels or id).replace("｜", "|").partition("|")
    if not _ID.fullmatch(id.strip()) or len(english.strip()) > LONGEST or len(chinese.strip()) > LONGEST:
        raise Unreadable(
            _("Write each choice on a line of its own, like gold = Gold | 金牌. “%(line)s” is none.")
            % {"line": line[:40]}
        )
    return id.strip(), (english.strip() or chinese.strip() or id.strip(), chinese.strip())
