"""Which of many people may see which rows, asked once for each distinct condition rather than once for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named

Sighting = tuple[Actor, str, int]  # who, noun, id
Profile = tuple[Hashable, ...]


def profile(actor: Actor, noun: str) -> Profile:
    """The condition that rows of a noun must meet for this actor; empty where none can. Two actors of one profile see the
    same rows."""
    return _visible(actor, named(noun).model).key


@kept
def _visible(actor: Actor, model: type[Record]) -> QuerySet[Record, Any]:
    return visible_to(actor, model).order_by().values_list("pk")


def seen_among(asked: Iterable[Sighting], *, trash: bool = False) -> frozenset[tuple[Profile, str, int]]:
    """(profile, noun, id) of everything in `asked` that may be seen: one query for each profile and noun.

    `trash=True` counts rows in the trash as seen by whoever saw them before they went there.
    """
    wanted: dict[tuple[Profile, str], set[int]] = defaultdict(set)
    actors: dict[tuple[Profile, str], Actor] = {}
    for actor, noun, id in asked:
        key = (profile(actor, noun), noun)
        if key[0]:
            wanted[key].add(id)
            actors[key] = actor
    return frozenset(
        (condition, noun, id)
        for (condition, noun), ids in wanted.items()
        for id in _seen(actors[condition, noun], noun, ids, trash=trash)
    )


def _seen(actor: Actor, noun: str, ids: set[int], *, trash: bool) -> set[int]:
    model = named(noun).model
    seen = reached(actor, model, ids)
    if trash and ids - seen:
        seen |= reached(actor, model, ids - seen, trashed=True)
    return seen
