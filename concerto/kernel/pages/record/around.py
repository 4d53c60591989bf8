"""Who is at a record and who follows it; and what a page that is open is given when its record was changed elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.live import presence
from concerto.kernel.live.topics import Topic
from concerto.kernel.notices.following import follow, followers, follows
from concerto.kernel.notices.reading import title_of
from concerto.kernel.pages.files.panel import box_of
from concerto.kernel.pages.record.facts import empty_in, sections_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.related import beside, with_facts
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.timeline.reading import history
from concerto.kernel.ui.marks import hue_of


@dataclass(frozen=True)
class Present:
    """Somebody else at the record. `field` is the id of what they edit, where the reader may know of it; WRITING for the timeline."""

    name: str
    hue: str
    field: str
    words: str


@page("GET", "POST")
def around(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Who is here and who follows. POST: `follow` on or off, or (`stream`, `field`) the field the reader edits."""
    look = look_at(request.actor, entity, id)
    if "stream" in request.POST:
        return _edits(request, look)
    if "follow" in request.POST:
        follow(request.actor, look.record, on=request.POST["follow"] == "on")
    shown = {
        "look": look,
        "present": list(present(look)),
        "following": follows(look.actor, look.record),
        "followers": [Present(title_of(look.actor, each), "", "", "") for each in followers(look.actor, look.record)],
    }
    return answer(request, "record/around.html", shown)


def _edits(request: Asking, look: Look) -> HttpResponse:
    field = request.POST.get("field", "")
    if look.actor.person and (field in ("", presence.WRITING) or field in look.sight.fields):
        stream = request.POST["stream"].replace("\x00", "")[:40]
        presence.editing(stream, look.actor.person, Topic(look.entity.id, look.record.pk), field)
    return HttpResponse(status=204)


def present(look: Look) -> Iterator[Present]:
    """The others at a record, as far as the reader may see these people and the fields they edit."""
    there = presence.people_at(Topic(look.entity.id, look.record.pk))
    there.pop(look.actor.person or 0, None)
    people = visible_to(look.actor, Person).filter(pk__in=there).select_related("department") if there else ()
    for person in people:
        name, edited = title_of(look.actor, person), there[person.pk]
        if edited == presence.WRITING:
            yield Present(name, hue_of(person), edited, _("%(who)s is writing…") % {"who": name})
            continue
        field = look.sight.fields.get(edited)
        words = _("%(who)s is editing “%(field)s”") if field else _("%(who)s is here")
        told = words % {"who": name, "field": field.label if field else ""}
        yield Present(name, hue_of(person), field.id if field else "", told)


@page("GET")
def fresh(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Facts and panels as they are now, and who changed the record last."""
    look = look_at(request.actor, entity, id)
    sections = sections_of(look)
    newest = next(iter(history(look.actor, look.record, limit=1).happenings), None)
    who = title_of(look.actor, newest.who) if newest and newest.who else "Concerto"
    shown = {"sections": sections, "folded": empty_in(sections), "panels": with_facts(look), "who": who}
    return answer(request, "record/fresh.html", _beside(look) | shown)


@page("GET")
def related(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """What stands beside the facts, which a page fetches once it is there; as a page of its own for who has no script."""
    template = "record/beside.html" if is_fragment(request) else "record/beside_page.html"
    return answer(request, template, _beside(look_at(request.actor, entity, id)))


def _beside(look: Look) -> dict[str, Any]:
    return {"look": look, "box": box_of(look), "beside": beside(look)}
