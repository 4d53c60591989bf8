"""The page of a record: facts, timeline, what stands beside it; and the same in brief beside a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.rights import may
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.actions.values import onwards
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.files.held import held_in
from concerto.kernel.pages.panels import beginnings
from concerto.kernel.pages.record.composer import composer_of
from concerto.kernel.pages.record.doing import verbs_of
from concerto.kernel.pages.record.entries import days_of
from concerto.kernel.pages.record.facts import empty_in, sections_of
from concerto.kernel.pages.record.feed import feed_of
from concerto.kernel.pages.record.look import Look, look_at, look_back
from concerto.kernel.pages.record.past import past_page
from concerto.kernel.pages.record.related import on_top, with_facts
from concerto.kernel.pages.record.steps import steps_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.timeline.reading import timeline
from concerto.kernel.ui.addresses import record_address, with_query

IN_BRIEF = 10  # lines of the timeline beside a list


@page("GET")
def record(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The whole page; `?peek=1` is answered by the panel beside a list."""
    if "at" in request.GET:
        return answer(request, "record/past.html", past_page(look_back(request.actor, entity, id), request.GET["at"]))
    try:
        look = look_at(request.actor, entity, id)
    except NotThere:
        return _merged(request, entity, id)
    if "peek" in request.GET:
        return answer(request, "record/peek.html", peeked(look))
    return answer(request, "record/page.html", shown(look))


def _merged(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The address of a record that was merged leads to what it is now. Raises NotThere for any other."""
    now = next(iter(onwards(request.actor, entity, id)), None) if id <= LARGEST_ID else None
    if now is None:
        raise NotThere()
    return HttpResponseRedirect(with_query(record_address(entity, now), **request.GET.dict()))


@page("GET")
def with_slash(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """A record has one address."""
    return HttpResponseRedirect(record_address(entity, id))


@page("GET")
def head(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The head alone, for a page that is open and on which something was changed."""
    return answer(request, "record/head_alone.html", headed(look_at(request.actor, entity, id)))


def shown(look: Look) -> dict[str, Any]:
    """Everything the page shows."""
    sections = sections_of(look)
    return headed(look) | {
        "sections": sections,
        "folded": empty_in(sections),
        "feed": feed_of(look),
        "composer": composer_of(look),
        "panels": with_facts(look),
        "tops": on_top(look),
        "beginnings": beginnings(look),
        "held": held_in(look),
        "shareable": may(look.actor, entity_of(Grant), Act.CREATE),
    }


def headed(look: Look) -> dict[str, Any]:
    return {"look": look, "steps": steps_of(look), "verbs": list(verbs_of(look))}


def peeked(look: Look) -> dict[str, Any]:
    """The facts that are filled, and what happened last."""
    days = days_of(look, timeline(look.actor, look.record, limit=IN_BRIEF).happenings)
    return {"look": look, "sections": sections_of(look), "days": days}
