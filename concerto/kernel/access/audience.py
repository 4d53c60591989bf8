"""Which of many people may see which rows, asked once for each distinct condition rather than once for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import EmptyResultSet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.shapes import Shapes, current

Sighting = tuple[Actor, str, int]  # who, noun, id


def profile(actor: Actor, noun: str) -> str:
    """The condition that rows of a noun must meet for this actor. Two actors of one profile see the same rows."""
    return _profile(actor.at("").doing(""), current(), noun)


@lru_cache(maxsize=16384)
def _profile(actor: Actor, _nouns: Shapes, noun: str) -> str:
    try:
        return str(visible_to(actor, named(noun).model).values("pk").query.sql_with_params())
    except EmptyResultSet:  # no row can meet it
        return ""


def seen_among(asked: Iterable[Sighting], *, trash: bool = False) -> frozenset[tuple[str, str, int]]:
    """(profile, noun, id) of everything in `asked` that may be seen: one query for each profile and noun.

    `trash=True` counts rows in the trash as seen by whoever saw them before they went there.
    """
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    actors: dict[tuple[str, str], Actor] = {}
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
