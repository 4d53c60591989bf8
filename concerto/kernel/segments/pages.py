"""Building a segment with its count before one's eyes; how it went on; how it lies to another."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid, NotThere
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, find
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.listing.filters import fields_asked, tree_asked
from concerto.kernel.pages.listing.saying import told
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.language import EVERYTHING, Unclear, parse
from concerto.kernel.segments.counting import preview
from concerto.kernel.segments.overlap import overlap
from concerto.kernel.segments.segment.entity import segment as described
from concerto.kernel.ui.addresses import list_address, record_address
from concerto.kernel.ui.looks import number
from concerto.kernel.ui.trend import trend


@page("GET", "POST")
def build(request: Asking) -> HttpResponse:
    """The page that makes a segment, or changes whom `id` is of."""
    given = request.POST if request.method == "POST" else request.GET
    found = segment_at(request.actor, given["id"], Act.EDIT) if given.get("id") else None
    entity = noun_of(request.actor, found.noun if found else given.get("noun") or usual_noun(request.actor))
    asked = {
        "name": given.get("name", found.name if found else ""),
        "filter": given.get("filter", found.filter if found else ""),
    }
    problems: dict[str, Any] = {}
    if request.method == "POST":
        try:
            with transaction.atomic():
                saved = save(request.actor, found, entity, asked)
            return go(request, record_address(described, saved))
        except Invalid as wrong:
            problems = dict(wrong.problems)
    return answer(
        request,
        "segments/build.html",
        shown(request.actor, entity, found, asked, problems),
        status=422 if problems else 200,
    )


def save(actor: Actor, found: Segment | None, entity: Entity, asked: dict[str, str]) -> int:
    if found:
        return standard.edit(actor, described, found.pk, asked).pk
    return standard.create(actor, described, {**asked, "noun": entity.id}).pk


def shown(
    actor: Actor, entity: Entity, found: Segment | None, asked: dict[str, str], problems: dict[str, Any]
) -> dict[str, Any]:
    try:
        tree = tree_asked(actor, entity, parse(asked["filter"]))
    except Unclear as unclear:
        tree, problems["filter"] = None, unclear.message
    return {
        "entity": entity, "segment": found, "asked": asked, "problems": problems, "described": described, "nouns": nouns_of(actor),
        "filter_fields": fields_asked(actor, entity), "filter_tree": tree,
    }  # fmt: skip


@page("GET")
def count(request: Asking, noun: str) -> HttpResponse:
    """How many records `filter` leaves, what it says, and the first of them, as JSON: asked again with every change."""
    entity, filter = noun_of(request.actor, noun), request.GET.get("filter", "")
    try:
        tree = parse(filter)
        found = preview(request.actor, entity, filter)
        drawn = tree_asked(request.actor, entity, tree)
    except Unclear as unclear:
        return _json({"problem": str(unclear.message)}, status=400)
    rows = [{"title": entity.title_of(row), "url": record_address(entity, row.pk)} for row in found.rows]
    words = told(request.actor, entity, tree) if tree != EVERYTHING else ""
    count = _("more than could be counted in time") if found.count is None else number(found.count)
    return _json(
        {"count": count, "rows": rows, "tree": drawn, "words": words, "list": list_address(entity, filter=filter)}
    )


def _json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), status=status, content_type="application/json")


@page("GET")
def course(request: Asking, id: int) -> HttpResponse:
    """How its size went on, what it asks, and how it lies to another segment of the same records."""
    one = segment_at(request.actor, str(id))
    entity = noun_of(request.actor, one.noun)
    others = visible_to(request.actor, Segment).filter(noun=one.noun).exclude(pk=one.pk).order_by("sort_key", "pk")
    other = segment_at(request.actor, request.GET["with"]) if request.GET.get("with") else None
    if other and other.noun != one.noun:
        raise NotThere()
    sizes = list(one.sizes.order_by("-at")[:180])[::-1]
    context = {
        "segment": one, "entity": entity, "described": described, "address": record_address(described, one.pk), "sizes": sizes,
        "points": trend([each.size for each in sizes]), "words": in_words(request.actor, entity, one), "others": others.defer("search")[:200],
        "other": other, "overlap": overlap(one, other) if other else None, "parts": parts(entity, one, other) if other else (),
        "all": list_address(entity, filter=f"segment = {one.pk}"),
    }  # fmt: skip
    return answer(request, "segments/course.html", context)


def in_words(actor: Actor, entity: Entity, segment: Segment) -> str:
    try:
        return told(actor, entity, parse(segment.filter))
    except Unclear:
        return segment.filter


def parts(entity: Entity, one: Segment, other: Segment) -> tuple[str, str, str]:
    """Addresses of the lists behind the three counts."""
    a, b = f"segment = {one.pk}", f"segment = {other.pk}"
    without = f"segment != {other.pk}", f"segment != {one.pk}"
    filters = f"{a} and {without[0]}", f"{a} and {b}", f"{b} and {without[1]}"
    mine, both, theirs = (list_address(entity, filter=each) for each in filters)
    return mine, both, theirs


def segment_at(actor: Actor, id: str, act: Act = Act.READ) -> Segment:
    number = int(id) if id.isascii() and id.isdigit() and int(id[:20]) <= LARGEST_ID else 0
    found = visible_to(actor, Segment, act).filter(pk=number).defer("search").first()
    if found is None:
        raise NotThere()
    return found


def nouns_of(actor: Actor) -> list[Entity]:
    """Those of whose records the actor may make segments."""
    return [each for each in entities() if may(actor, each, Act.READ) and not each.attached]


def usual_noun(actor: Actor) -> str:
    """Customers; another noun for whoever has nothing to do with them."""
    ids = [each.id for each in nouns_of(actor)]
    return "customer" if "customer" in ids else next(iter(ids), "")


def noun_of(actor: Actor, noun: str) -> Entity:
    entity = find(noun)
    if entity is None or not may(actor, entity, Act.READ):
        raise Http404
    return entity


urlpatterns: list[URLPattern] = [
    path(f"{described.path}/build", build),
    path(f"{described.path}/count/<str:noun>", count),
    path(f"{described.path}/<int:id>/course", course),
]
