"""Writing on a timeline: a tab for every noun that is an entry of it, one form for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from concerto.kernel.access.rights import may, writable
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.text import LONGEST_TEXT
from concerto.kernel.pages.panels import Composed, composed
from concerto.kernel.pages.record.controls import Control, stored_in
from concerto.kernel.pages.record.feed import belongs_to, feed_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, answer, page

TEXT = "text"  # the one long text that all tabs share


@dataclass(frozen=True)
class Tab:
    """A kind of entry: a noun, or a noun with one of its choices."""

    id: str
    label: Label
    icon: str
    prompt: Label


@dataclass(frozen=True)
class Part:
    """The further controls of one noun and the tabs that need them."""

    noun: Entity
    tabs: str
    controls: list[Control]


@dataclass(frozen=True)
class Composer:
    tabs: list[Tab]
    parts: list[Part]
    address: str
    longest: int = LONGEST_TEXT  # characters of a text


def composer_of(look: Look) -> Composer | None:
    """How this actor may write on the record's timeline; None where not at all."""
    ways = _ways(look)
    tabs = [tab for way in ways for tab in _tabs(way)]
    return (
        Composer(tabs, [part for way in ways for part in _parts(look, way)], f"{look.address}/compose")
        if tabs
        else None
    )


def _ways(look: Look) -> list[Composed]:
    """The nouns that may be written here; first the one that asks for least."""
    return sorted(_possible(look), key=lambda way: len(way.fields))


def _possible(look: Look) -> Iterator[Composed]:
    for entity in entities():
        mine = entity.entry and belongs_to(entity, look.entity)
        if mine and may(look.actor, entity, Act.CREATE) and _text(look, composed(entity)):
            yield composed(entity)


def _tabs(way: Composed) -> Iterator[Tab]:
    if way.by is None:
        yield Tab(way.entity.id, way.entity.label, way.entity.icon, way.prompt)
        return
    for id, label in way.by.choices.items():
        yield Tab(f"{way.entity.id}.{id}", label, way.icons.get(id, way.entity.icon), way.prompt)


def _parts(look: Look, way: Composed) -> Iterator[Part]:
    fields = _asked(look, way)
    if fields:
        begun = stored_in(fields, standard.blank(look.actor, way.entity))
        tabs = " ".join(tab.id for tab in _tabs(way))
        yield Part(way.entity, tabs, [Control(field, begun[field.id]) for field in fields])


def _text(look: Look, way: Composed) -> Field | None:
    """The field that takes the long text."""
    allowed = writable(look.actor, way.entity)
    return next((field for field in way.fields if field.kind.id == "long-text" and field.id in allowed), None)


def _asked(look: Look, way: Composed) -> list[Field]:
    """The other fields that a tab asks for."""
    allowed = writable(look.actor, way.entity)
    return [field for field in way.fields if field.id in allowed and field not in (way.by, _text(look, way))]


@page("POST")
def compose(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """Keep what was written, answered by the entries with it among them; the text stays in the form if it cannot be kept."""
    look = look_at(request.actor, entity, id)
    noun, _dot, choice = request.POST.get("kind", "").partition(".")
    way = next((way for way in _ways(look) if way.entity.id == noun), None)
    if way is None:
        raise Http404
    try:
        standard.create(request.actor, way.entity, _raw(look, way, choice, request))
    except Invalid as wrong:
        response = answer(
            request, "record/not_composed.html", {"problems": wrong.problems, "noun": way.entity}, status=wrong.status
        )
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#not-composed", "innerHTML"
        return response
    return answer(request, "record/entries.html", {"look": look, "feed": feed_of(look)})


def _raw(look: Look, way: Composed, choice: str, request: Asking) -> Mapping[str, Any]:
    """What was given, by the noun's own field ids; what was left as it stood begins anew, above all the time."""
    text = _text(look, way)
    assert text, "only such nouns have a tab"
    above: dict[str, Any] = {way.entity.follows.id: look.record.pk} if way.entity.follows else {}
    above |= {way.entity.attached.id: look.code} if way.entity.attached else {}
    asked = typed(request.POST, {field.id: field for field in _asked(look, way)}, within=f"{way.entity.id}.").changed
    chosen = {way.by.id: choice} if way.by else {}
    return {**asked, **chosen, text.id: request.POST.get(TEXT, ""), **above}
