"""Why can somebody see this record, or change it, or why not? Asked of oneself by anybody, of others by those who may know roles."""

from __future__ import annotations

from django.http import HttpResponse

from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.policy import known_acts
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.access.why import Step, why, why_field
from concerto.kernel.access.words import ACT_WORDS
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, page


@page("GET")
def explained(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """`?person=12&act=edit&field=city`; without a person it is oneself, without an act it is reading."""
    look = look_at(request.actor, entity, id)
    acts = known_acts(entity)
    act = acts.get(request.GET.get("act", ""), Act.READ)
    field = look.sight.fields.get(request.GET.get("field", ""))
    whose, gone = _asked_about(request)
    steps = why(whose, entity, id, act) if whose else ()
    shown = {
        "look": look,
        "others": may_ask_about_others(request.actor),
        "whose": whose,
        "gone": gone,
        "acts": [(each.value, ACT_WORDS[each]) for each in acts.values() if each is not Act.CREATE],
        "act": act,
        "act_words": ACT_WORDS[act],
        "field": field,
        "facts": [(each.label, look.words(each)) for each in _looked_at(look)],
        "steps": steps,
        "allowed": bool(steps) and all(step.holds for step in steps),
        "field_step": _of_field(whose, look, field.id) if whose and field else None,
    }
    return answer(request, "access/why.html", shown)


def may_ask_about_others(actor: Actor) -> bool:
    """Whether the actor may know which roles people have: the answer would tell."""
    return "roles" in readable(actor, entity_of(Person))


def _asked_about(request: Asking) -> tuple[Actor | None, str]:
    """The actor that somebody is right now; the name alone of somebody who has left."""
    text = request.GET.get("person", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    if not may_ask_about_others(request.actor) or not 0 < number <= LARGEST_ID:
        return request.actor, ""
    person = visible_to(request.actor, Person).filter(pk=number).first()
    if person is None:
        return request.actor, ""
    return actor_for(person.pk, PAGE), person.name


def _looked_at(look: Look) -> list[Field]:
    """The links that scopes look at, as far as whoever asks knows them: owner, department, what it belongs to."""
    entity = look.entity
    named = (entity.owner, entity.department, entity.follows.attribute if entity.follows else None)
    return [link for link in entity.links if link.attribute in named and link.id in look.sight.fields]


def _of_field(whose: Actor, look: Look, id: str) -> Step:
    return why_field(whose, look.entity, look.entity.fields[id])
