"""The queue of what seems to be the same, and two records side by side."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import tells_titles
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.selection import Selection
from concerto.kernel.batches.work import MERGE_ALL
from concerto.kernel.duplicates import hunting
from concerto.kernel.duplicates.deciding import different, queue, stewards
from concerto.kernel.duplicates.heap import losers_of
from concerto.kernel.duplicates.model import Pair, Stage
from concerto.kernel.duplicates.thresholds import thresholds_of, weight_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.duplicates.comparing import better_first, compared, picked
from concerto.kernel.pages.duplicates.explaining import parts_of, per_cent
from concerto.kernel.pages.duplicates.trying import named
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.linked import titles_of
from concerto.kernel.ui.addresses import record_address, with_query

SHOWN, MOST_COUNTED = 50, 1000  # pairs in the list, and that are counted: each asks for the rights on two records
MOST_MERGED = 10_000  # that the button for all that are certain counts


def duplicates_address(entity: Entity, **asked: Any) -> str:
    return with_query(f"/{entity.path}/duplicates", **asked)


@page("GET")
def duplicates(request: Asking, entity: Entity) -> HttpResponse:
    """The queue, with one pair opened: `?pair=`, else the first; `?skip=` goes on behind one."""
    if entity.alike is None:
        raise Http404
    rows, standing = queue(request.actor, entity), _standing(entity)
    total, certain = _counted(rows, standing["thresholds"].certain)
    first = list(rows[:SHOWN])
    pair = _opened(rows, first, request.GET.get("pair", ""))
    shown = {
        "entity": entity,
        "total": min(total, MOST_COUNTED),
        "more": total > MOST_COUNTED,
        "pairs": _listed(request.actor, entity, first),
        "pair": pair,
    }
    shown |= {"before_pair": "", "next_pair": ""}
    if pair:
        shown |= _sides(request, entity, pair) | _around(entity, first, pair)
    shown |= {"certain": certain, "path": duplicates_address(entity)}
    return answer(request, "duplicates/queue.html", shown | standing)


def _counted(rows: QuerySet[Pair], certain: float) -> tuple[int, int]:
    """How many there are, one more than MOST_COUNTED at most, and how many of at least this weight: these come first."""
    heavy = Count("pk", filter=Q(weight__gte=certain))
    counted = rows[: MOST_COUNTED + 1].aggregate(all=Count("pk"), heavy=heavy)
    if counted["heavy"] > MOST_COUNTED:
        return counted["all"], rows.filter(weight__gte=certain)[: MOST_MERGED + 1].count()
    return counted["all"], counted["heavy"]


def _opened(rows: Any, first: list[Pair], asked: str) -> Pair | None:
    found = rows.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    return found or next(iter(first), None)


def _listed(actor: Actor, entity: Entity, pairs: list[Pair]) -> list[dict[str, Any]]:
    """The titles of both for every line: one query."""
    ids = {id for pair in pairs for id in (pair.one, pair.other)}
    titles = dict(titles_of(actor, entity, ids)) if ids else {}
    if not tells_titles(actor, entity):
        titles = {id: entity.code(id) for id in titles}
    return [
        {
            "pair": pair,
            "one": titles[pair.one],
            "other": titles[pair.other],
            "per_cent": per_cent(pair),
            "address": duplicates_address(entity, pair=pair.pk),
        }
        for pair in pairs
        if pair.one in titles and pair.other in titles
    ]


def _sides(request: Asking, entity: Entity, pair: Pair) -> dict[str, Any]:
    winner, loser = better_first(request.actor, entity, pair.one, pair.other)
    if "swap" in request.GET:
        winner, loser = loser, winner
    return {
        "seen": compared(request.actor, entity, winner, loser),
        "parts": parts_of(pair),
        "per_cent": per_cent(pair),
        "swapped": duplicates_address(entity, pair=pair.pk, swap="" if "swap" in request.GET else "1"),
    }


def _around(entity: Entity, pairs: list[Pair], pair: Pair) -> dict[str, str]:
    """Where one gets to from here: the pair before and the one behind."""
    ids = [each.pk for each in pairs]
    at = ids.index(pair.pk) if pair.pk in ids else -1
    behind = ids[at + 1] if at + 1 < len(ids) else None
    before = ids[at - 1] if at > 0 else None
    address = {
        name: duplicates_address(entity, pair=id) if id else "" for name, id in (("next", behind), ("before", before))
    }
    return {f"{name}_pair": url for name, url in address.items()} | {"next_id": str(behind or "")}


def _standing(entity: Entity) -> dict[str, Any]:
    hunt = hunting.newest(entity)
    return {"hunt": hunt, "stage": Stage(hunt.stage).label if hunt else "", "thresholds": thresholds_of(entity)}


@page("GET")
def progress(request: Asking, entity: Entity) -> HttpResponse:
    """The fragment that the page asks for each second."""
    if not stewards(request.actor, entity):
        raise Http404
    return answer(request, "duplicates/progress.html", {"entity": entity} | _standing(entity))


@page("POST")
def search(request: Asking, entity: Entity) -> HttpResponse:
    """Begin a search, or (`cancel`) end the one under way."""
    if entity.alike is None:
        raise Http404
    if "cancel" in request.POST:
        hunting.cancel(request.actor, entity)
    else:
        hunting.hunt(request.actor, entity)
    return go(request, duplicates_address(entity))


@page("POST")
def accept(request: Asking, entity: Entity) -> HttpResponse:
    """Merge whatever is probable enough, as a mass change that can be taken back."""
    if not stewards(request.actor, entity):
        raise Http404
    least = thresholds_of(entity).accept
    ids = losers_of(request.actor, entity, weight_of(least))
    batch = begin(request.actor, entity, MERGE_ALL, {"least": least}, Selection(ids=tuple(ids)))
    return go(request, record_address(entity_of(Batch), batch.pk))


@page("GET", "POST")
def merging(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """GET: this record and `?with=` another, side by side; without one, the question which. POST: merge them."""
    other = _other(request, entity, id)
    if other is None:
        return answer(
            request,
            "duplicates/which.html",
            {"entity": entity, "seen": compared(request.actor, entity, id, id), "wrong": bool(_asked(request))},
        )
    seen = compared(request.actor, entity, id, other)
    if request.method != "POST":
        pair = Pair.objects.filter(noun=entity.id, one=min(id, other), other=max(id, other)).first()
        shown = {"entity": entity, "seen": seen, "parts": parts_of(pair) if pair else [], "per_cent": per_cent(pair) if pair and pair.parts else "",
                 "pair": None, "then": "", "swapped": with_query(f"/{entity.path}/{other}/merge", **{"with": entity.code(id)})}  # fmt: skip
        return answer(request, "duplicates/merge.html", shown)
    versions = _version(request, "mine"), _version(request, "theirs")
    noted = merge(request.actor, entity, id, other, picked(request.actor, seen, request.POST.dict()), versions=versions)
    text = _("“%(loser)s” is part of “%(winner)s” now.") % {"loser": seen.loser.title, "winner": seen.winner.title}
    return go(request, _then(request, entity, id), text, undo=f"{record_address(entity, id)}/undo/{noted.line}")


@page("POST")
def apart(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Hold this record and `with` another apart from now on, or (`undo`) no longer."""
    other = _other(request, entity, id)
    if other is None or entity.alike is None:
        raise NotThere()
    undo = "undo" in request.POST
    different(request.actor, entity, id, other, undo=undo)
    text = _("The two may be the same again.") if undo else _("Remembered: these two are not the same.")
    return go(request, _then(request, entity, id), text)


def _then(request: Asking, entity: Entity, id: int) -> str:
    """The next pair of the queue, if one came from there; else the record that stays."""
    if "then" not in request.POST:
        return record_address(entity, id)
    return duplicates_address(entity, pair=request.POST["then"][:19])


def _asked(request: Asking) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("with", "").replace("\x00", "").strip()


def _other(request: Asking, entity: Entity, id: int) -> int | None:
    """The record named by `with`: its id, its code, or its name where only one has it."""
    found = named(request, entity, _asked(request))
    return found if found != id else None


def _version(request: Asking, side: str) -> int | None:
    given = request.POST.get(f"version-{side}", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
