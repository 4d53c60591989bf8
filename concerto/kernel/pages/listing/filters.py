"""What the filter builder of a list may ask, and the chips of what is asked already. See web/README.md §4."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor, Standing
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.entity.shape import Shape
from concerto.kernel.fields.operators import ALL as OPERATORS
from concerto.kernel.fields.operators import Arity
from concerto.kernel.fields.tags import TagsKind
from concerto.kernel.pages.listing.saying import told
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.query.belonging import OPERATORS as SEGMENT_OPERATORS
from concerto.kernel.query.compiling import ME, SEGMENT
from concerto.kernel.query.language import EVERYTHING, Group, Node, Related, conditions
from concerto.kernel.query.related import askable, linking, measures_of
from concerto.kernel.ui.sight import sight_of

VALUES = {Arity.NONE: 0, Arity.ONE: 1, Arity.TWO: 2, Arity.MANY: "many", Arity.PERIOD: "period"}
ICONS = {
    "link": "link", "choice": "tag", "choices": "tags", "tags": "tags", "money": "coin", "whole": "hash", "year": "calendar", "day": "calendar",
    "moment": "clock", "number": "hash", "phone": "phone", "email": "mail", "url": "world", "yes-no": "checkbox", "long-text": "file-text",
}  # fmt: skip
MOMENTS = ("created_at", "updated_at")


def fields_asked(actor: Actor, entity: Entity) -> dict[str, Any]:
    """Every field that the actor may know the values of, what can be asked of fields of its kind, and of which related records."""
    asked = _fields_asked(actor.standing, entity.shape, get_language() or "")
    fields = [_with_choices(entity, field) for field in asked["fields"]]
    return {**asked, "fields": fields, "related": related_asked(actor, entity)}


def _with_choices(entity: Entity, told: dict[str, Any]) -> dict[str, Any]:
    """Choices that are kept as data are those of this moment, whatever is remembered."""
    field = entity.fields.get(told["id"])
    return told | {"choices": choices_of(field)} if field and field.chooses_from_data else told


def choices_of(field: Field) -> list[dict[str, str]]:
    return [{"value": id, "label": str(label)} for id, label in field.choices.items()]


def related_asked(actor: Actor, entity: Entity) -> list[dict[str, str]]:
    """The nouns whose records link here; the link is told where there are several. Their fields are asked for when needed."""
    found = list(askable(actor, entity))
    several = {other for other, _link in found if sum(each is other for each, _ in found) > 1 or other is entity}
    return [
        {
            "noun": other.id,
            "path": other.path,
            "via": link.id,
            "icon": other.icon,
            "label": f"{other.plural} · {link.label}" if other in several else str(other.plural),
        }
        for other, link in found
    ]


@page("GET")
def asked_of(request: Asking, entity: Entity) -> HttpResponse:
    """What may be asked of a noun, for a filter builder that stands on the page of another."""
    return HttpResponse(orjson.dumps(fields_asked(request.actor, entity)), content_type="application/json")


@lru_cache(maxsize=512)
def _fields_asked(standing: Standing, shape: Shape, language: str) -> dict[str, Any]:
    """What may be asked follows from the standing alone, so people of one standing share it."""
    entity = shape.entity
    known = readable(Actor.anybody(standing), entity)
    fields = [known[id] for id in dict.fromkeys((*in_order(entity), *MOMENTS)) if id in known]
    kinds = {field.kind.id: [operator.symbol for operator in field.kind.operators] for field in fields}
    operators = [{"id": each.symbol, "label": str(each.label), "values": VALUES[each.arity]} for each in OPERATORS]
    measures = {field.id: [*measures_of(field)] for field in fields if measures_of(field)}
    kinds[SEGMENT] = [operator.symbol for operator in SEGMENT_OPERATORS]
    told = [*(described(field) for field in fields), *([] if SEGMENT in entity.fields else [segment_asked()])]
    return {"operators": operators, "kinds": kinds, "fields": told, "measures": measures}


def segment_asked() -> dict[str, Any]:
    """Belonging to a segment, asked like a field."""
    segment = named("segment")
    return {"id": SEGMENT, "label": str(segment.label), "kind": SEGMENT, "icon": segment.icon, "link": segment.path}


def in_order(entity: Entity) -> Iterator[str]:
    """Ids of the columns, then of what else stands on the record page."""
    yield from (field.id for field in entity.columns)
    yield from (field.id for _label, fields in entity.sections for field in fields)


def described(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": field.id, "label": str(field.label), "kind": field.kind.id}
    if field.choices:
        shown["choices"] = choices_of(field)
    if field.kind.id == "tags":
        shown |= {"link": "tags", "icon": ICONS["tags"]}
    elif field.is_link:
        shown |= {"link": entity_of(field.target).path, "icon": entity_of(field.target).icon}
    else:
        shown["icon"] = ICONS.get(field.kind.id, "abc")
    return shown


def tree_asked(actor: Actor, entity: Entity, tree: Node) -> dict[str, Any] | None:
    """The filter as chips draw it; None where nothing is asked. Ids of links come with their titles."""
    if tree == EVERYTHING:
        return None
    return _node(actor, entity, tree, _names(actor, entity, tree))


def _node(actor: Actor, entity: Entity, node: Node, names: dict[tuple[str, str], str]) -> dict[str, Any]:
    if isinstance(node, Group):
        return {"join": node.join, "parts": [_node(actor, entity, part, names) for part in node.parts]}
    if isinstance(node, Related):
        return _related(actor, entity, node)
    values = list(node.values)
    labels = [names.get((node.field, value), value) for value in values]
    asked = {"field": node.field, "op": node.operator.symbol, "values": values}
    return asked | ({"labels": labels} if labels != values else {})


def _related(actor: Actor, entity: Entity, question: Related) -> dict[str, Any]:
    """A question to related records, with the words that a chip shows: what it opens is asked for when it is opened."""
    other, link = linking(entity, question, actor)
    return {
        "measure": question.measure,
        "noun": other.id,
        "via": link.id,
        "value": question.field,
        "where": tree_asked(actor, other, question.where),
        "op": question.operator.symbol,
        "values": list(question.values),
        "words": told(actor, entity, question),
    }


def _names(actor: Actor, entity: Entity, tree: Node) -> dict[tuple[str, str], str]:
    """(field, value as written) → the title of the record it names, as far as the actor may see it."""
    names: dict[tuple[str, str], str] = {}
    for field in entity.links:
        values = {value for condition in conditions(tree) if condition.field == field.id for value in condition.values}
        ids = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
        names |= {(field.id, str(id)): title for id, title in _titles(actor, entity_of(field.target), ids)}
        names |= {(field.id, ME): _("Me")} if ME in values else {}
    asked = [value for each in conditions(tree) if each.field == SEGMENT for value in each.values]
    ids = [int(value) for value in asked if value.isascii() and value.isdigit() and len(value) < 19]
    names |= {(SEGMENT, str(id)): title for id, title in _titles(actor, named(SEGMENT), ids)} if ids else {}
    for field in entity.fields.values():
        if isinstance(field.kind, TagsKind):
            names |= {(field.id, str(id)): word.words for id, word in field.kind.known().items()}
    return names


def _titles(actor: Actor, target: Entity, ids: list[int]) -> Iterator[tuple[int, str]]:
    sight = sight_of(actor, target)
    rows = visible_to(actor, target.model).filter(pk__in=ids).defer("search") if ids else ()
    return ((row.pk, sight.title_of(row)) for row in rows)
