"""Trying the merge rules: of two records, what would survive in each field, by which rule, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import BULK, PAGE
from concerto.kernel.actions.values import named_ids
from concerto.kernel.duplicates.deciding import stewards
from concerto.kernel.duplicates.rule.entity import DOORS
from concerto.kernel.duplicates.surviving import Origin, origins_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.duplicates.comparing import MINE, THEIRS, Compared, Row, compared
from concerto.kernel.pages.duplicates.typed import survivor, tryable
from concerto.kernel.pages.record.sources import words_of
from concerto.kernel.pages.shell import Asking, answer, page

SIDES = ("one", "other")
TYPED = ("field", "mine", "theirs", "mine-door", "theirs-door", "newer")
NAMED: Mapping[str, Label] = {PAGE: _("on a page"), BULK: _("part of a mass change")}


@dataclass(frozen=True)
class Side:
    """One of the two values: by which door it came and when, and whether it survives."""

    words: str
    door: Label
    at: datetime | None
    survives: bool


@dataclass(frozen=True)
class Tried:
    """A field in which two records differ, with where either value comes from."""

    row: Row
    sides: Sequence[Side]


@page("GET")
def trying(request: Asking, entity: Entity) -> HttpResponse:
    """`?one=` and `?other=` name records by code, id or title; nothing is merged here."""
    if not stewards(request.actor, entity):
        raise Http404
    asked = {side: request.GET.get(side, "").replace("\x00", "").strip()[:200] for side in SIDES}
    ids = {side: named(request, entity, words) for side, words in asked.items()}
    one, other = ids.values()
    seen = compared(request.actor, entity, one, other) if one and other and one != other else None
    shown = {"entity": entity, "asked": asked, "seen": seen, "tried": list(tried(seen)) if seen else []}
    wrong = [side for side in SIDES if asked[side] and not ids[side]]
    shown |= typed(request, entity)
    return answer(request, "duplicates/trying.html", shown | {"wrong": wrong, "same": bool(one) and one == other})


def typed(request: Asking, entity: Entity) -> dict[str, Any]:
    """What `?field=` would keep of two typed values."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:2000] for name in TYPED}
    fields = tryable(request.actor, entity)
    field = next((each for each in fields if each.id == given["field"]), None)
    doors = [(door, NAMED.get(door) or words_of(door)) for door in DOORS]
    shown = {"fields": fields, "given": given, "doors": doors, "survivor": None, "unreadable": ""}
    try:
        return shown | ({"survivor": survivor(entity, field, given)} if field else {})
    except Unreadable as unreadable:
        return shown | {"unreadable": unreadable.message}


def named(request: Asking, entity: Entity, words: str) -> int | None:
    """The record that is meant: its id, its code, or its name where only one has it."""
    if words.isascii() and words.isdigit() and len(words) < 19:
        found = [int(words)]
    else:
        found = named_ids(request.actor, entity, words) if words else []
    return found[0] if len(found) == 1 and found[0] <= LARGEST_ID else None


def tried(seen: Compared) -> Iterator[Tried]:
    ends = seen.winner.record.pk, seen.loser.record.pk
    origins = origins_of(seen.winner.entity, *ends)
    for row in seen.rows:
        if row.pick:
            mine, theirs = (origins.get((id, row.field.id), Origin()) for id in ends)
            yield Tried(
                row,
                [
                    _side(row.mine, mine, survives=row.pick != THEIRS),
                    _side(row.theirs, theirs, survives=row.pick != MINE),
                ],
            )


def _side(words: str, origin: Origin, *, survives: bool) -> Side:
    return Side(
        words, NAMED.get(origin.door, "") or (words_of(origin.door) if origin.door else ""), origin.at, survives
    )
