"""What the filter builder of a list may ask, and the chips of what is asked already. See web/README.md §4."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor, Standing
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.operators import ALL as OPERATORS
from concerto.kernel.fields.operators import Arity
from concerto.kernel.fields.tags import TagsKind
from concerto.kernel.query.compiling import ME
from concerto.kernel.query.language import EVERYTHING, Condition, Group, conditions
from concerto.kernel.ui.sight import sight_of

VALUES = {Arity.NONE: 0, Arity.ONE: 1, Arity.TWO: 2, Arity.MANY: "many", Arity.PERIOD: "period"}
ICONS = {
    "link": "link", "choice": "tag", "choices": "tags", "tags": "tags", "money": "coin", "whole": "hash", "year": "calendar", "day": "calendar",
    "moment": "clock", "email": "mail", "url": "world", "yes-no": "checkbox", "long-text": "file-text",
}  # fmt: skip
MOMENTS = ("created_at", "updated_at")


def fields_asked(actor: Actor, entity: Entity) -> dict[str, Any]:
    """Every field that the actor may know the values of, and what can be asked of fields of its kind."""
    return _fields_asked(actor.standing, entity, get_language() or "")


@lru_cache(maxsize=512)
def _fields_asked(standing: Standing, entity: Entity, language: str) -> dict[str, Any]:
    """What may be asked follows from the standing alone, so people of one standing share it."""
    known = readable(Actor.anybody(standing), entity)
    fields = [known[id] for id in dict.fromkeys((*in_order(entity), *MOMENTS)) if id in known]
    kinds = {field.kind.id: [operator.symbol for operator in field.kind.operators] for field in fields}
    operators = [{"id": each.symbol, "label": str(each.label), "values": VALUES[each.arity]} for each in OPERATORS]
    return {"operators": operators, "kinds": kinds, "fields": [described(field) for field in fields]}


def in_order(entity: Entity) -> Iterator[str]:
    """Ids of the columns, then of what else stands on the record page."""
    yield from (field.id for field in entity.columns)
    yield from (field.id for _label, fields in entity.sections for field in fields)


def described(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": field.id, "label": str(field.label), "kind": field.kind.id}
    if field.choices:
        shown["choices"] = [{"value": id, "label": str(label)} for id, label in field.choices.items()]
    if field.kind.id == "tags":
        shown |= {"link": "tags", "icon": ICONS["tags"]}
    elif field.is_link:
        shown |= {"link": entity_of(field.target).path, "icon": entity_of(field.target).icon}
    else:
        shown["icon"] = ICONS.get(field.kind.id, "abc")
    return shown


def tree_asked(actor: Actor, entity: Entity, tree: Condition | Group) -> dict[str, Any] | None:
    """The filter as chips draw it; None where nothing is asked. Ids of links come with their titles."""
    if tree == EVERYTHING:
        return None
    return _node(tree, _names(actor, entity, tree))


def _node(node: Condition | Group, names: dict[tuple[str, str], str]) -> dict[str, Any]:
    if isinstance(node, Group):
        return {"join": node.join, "parts": [_node(part, names) for part in node.parts]}
    values = list(node.values)
    labels = [names.get((node.field, value), value) for value in values]
    asked = {"field": node.field, "op": node.operator.symbol, "values": values}
    return asked | ({"labels": labels} if labels != values else {})


def _names(actor: Actor, entity: Entity, tree: Condition | Group) -> dict[tuple[str, str], str]:
    """(field, value as written) → the title of the record it names, as far as the actor may see it."""
    names: dict[tuple[str, str], str] = {}
    for field in entity.links:
        values = {value for condition in conditions(tree) if condition.field == field.id for value in condition.values}
        ids = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
        names |= {(field.id, str(id)): title for id, title in _titles(actor, entity_of(field.target), ids)}
        names |= {(field.id, ME): _("Me")} if ME in values else {}
    for field in entity.fields.values():
        if isinstance(field.kind, TagsKind):
            names |= {(field.id, str(id)): word.words for id, word in field.kind.known().items()}
    return names


def _titles(actor: Actor, target: Entity, ids: list[int]) -> Iterator[tuple[int, str]]:
    sight = sight_of(actor, target)
    rows = visible_to(actor, target.model).filter(pk__in=ids).defer("search") if ids else ()
    return ((row.pk, sight.title_of(row)) for row in rows)
