"""What a list's page says is selected: the rows that are ticked, or all that its address asks for."""

from __future__ import annotations

import re

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches.selection import Selection, sound
from concerto.kernel.pages.listing.asking import TRASHED, asked_in

_IDS = re.compile(r"\d{1,19}")


def selected(post: QueryDict) -> Selection:
    """Read `ids` (one input each, or with commas), or `all` with `filter` and `q`. Raises Refused where nothing is selected."""
    if post.get("all"):
        asked = asked_in(post)
        return Selection(filter=asked.filter, q=asked.q, trashed=asked.trashed)
    given = [each for text in post.getlist("ids") for each in text.split(",") if each]
    if not given or not all(_IDS.fullmatch(each) for each in given):
        raise Refused(_("Tick the records first."))
    return Selection(sound([int(each) for each in given]), trashed=asked_in(post).trashed)


def carried(post: QueryDict, selection: Selection) -> dict[str, str]:
    """The same as hidden inputs, for the form that comes next; the list's own filter goes along to come back to it."""
    ids = "" if selection.ids is None else ",".join(map(str, selection.ids))
    whole = {"all": "" if ids else "1", "trashed": TRASHED if selection.trashed else ""}
    return {"ids": ids} | whole | {name: post.get(name, "") for name in ("filter", "q", "sort")}
