"""Records that are called like the one about to be created, told while its name is typed."""

from __future__ import annotations

from difflib import SequenceMatcher

from django.http import HttpResponse

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.search.everywhere import Hit, search

LONGEST, LEAST = 200, 2  # characters of a name that are compared
ALIKE = 0.82  # share of letters that two names have in common, in order
MOST = 4


@page("GET")
def alike(request: Asking, entity: Entity) -> HttpResponse:
    """A fragment that names them; empty where there are none."""
    title = request.GET.get(entity.title.id, "").strip()[:LONGEST]
    hits = like(request.actor, entity, title) if len(title) >= LEAST else []
    return answer(request, "record/alike.html", {"entity": entity, "hits": hits})


def like(actor: Actor, entity: Entity, title: str) -> list[Hit]:
    """Visible records of nearly the same name, the nearest first: found by the whole of it, and by how it begins."""
    typed = folded(title)
    found = {hit.record.pk: hit for asked in (title, beginning(title)) for hit in search(actor, asked, within=[entity])}
    near = ((nearness(typed, folded(hit.title)), hit) for hit in found.values())
    return [hit for share, hit in sorted(near, key=lambda each: -each[0]) if share >= ALIKE][:MOST]


def folded(title: str) -> str:
    """A name without what people write one way or another: case, spaces, signs."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def beginning(title: str) -> str:
    """The first word, or the first characters where there are no words: what a longer or shorter name shares with it."""
    first = title.split()[0]
    return first if len(first) < len(title) else title[: max(LEAST, len(title) // 2)]


def nearness(one: str, other: str) -> float:
    """1 for equal names, and for one that only goes on where the other ends, if it does not go on for too long."""
    short, long = sorted((one, other), key=len)
    if short and long.startswith(short) and 2 * len(short) >= len(long):
        return 1.0
    return SequenceMatcher(None, one, other).ratio()
