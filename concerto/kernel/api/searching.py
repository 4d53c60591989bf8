"""One question to every noun, or to some: what the palette and the pickers of our own pages ask as well."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import limit, question
from concerto.kernel.api.call import Call
from concerto.kernel.api.hints import hint
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Json
from concerto.kernel.query.language import Unclear
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.search.everywhere import Hit, search

USUAL, MOST = 20, 50


def searched(call: Call) -> HttpResponse:
    """`{"items": [{"entity", "id", "title", "subtitle", "code", "icon", "url", "hint"}]}`, noun by noun."""
    typed = question(call.asked["q"])
    nouns = nouns_called(call.asked["entity"])
    wanted = limit(call.asked["limit"], USUAL, MOST)
    hits = search(call.actor, typed, within=nouns, most=wanted) if typed else likely(call.actor, nouns, wanted)
    return answer({"items": [item(hit, typed) for hit in hits]})


def nouns_called(names: str) -> list[Entity]:
    """The nouns of a comma-separated list of their ids or paths; none means all. Raises Unclear."""
    nouns = []
    for name in filter(None, names.split(",")):
        entity = find(name)
        if entity is None:
            raise Unclear(_("There is no kind of record called “%(name)s”.") % {"name": name[:60]})
        nouns.append(entity)
    return nouns


def likely(actor: Actor, nouns: list[Entity], most: int) -> list[Hit]:
    """What a picker offers before anything was typed: the beginning of the list of each noun it asks."""
    rows = [(noun, row) for noun in nouns for row in page(actor, noun, Asked(limit=most)).rows]
    return [Hit(noun, row, noun.title_of(row), noun.code(row.pk)) for noun, row in rows[:most]]


def item(hit: Hit, typed: str) -> dict[str, Json]:
    entity, record = hit.entity, hit.record
    return {
        "entity": entity.id,
        "id": record.pk,
        "title": hit.title,
        "subtitle": hit.subtitle,
        "code": entity.code(record.pk),
        "icon": "user" if entity.is_person(record) else entity.icon,
        "url": f"/{entity.path}/{record.pk}",
        "hint": hint(hit, typed),
    }
