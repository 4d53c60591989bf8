"""What there is: every noun the caller may read, its fields and verbs, and what the caller may do with them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import field_right, may, seen
from concerto.kernel.actions.inputs import can_answer, inputs
from concerto.kernel.api.answers import answer
from concerto.kernel.api.call import Call
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, entity_of


def catalogue(call: Call) -> HttpResponse:
    return answer({"items": [noun(call.actor, entity) for entity in entities() if may(call.actor, entity, Act.READ)]})


def noun(actor: Actor, entity: Entity) -> dict[str, Any]:
    """One noun as this actor may use it."""
    return {
        "id": entity.id,
        "path": entity.path,
        "label": str(entity.label),
        "plural": str(entity.plural),
        "about": str(entity.about),
        "icon": entity.icon,
        "prefix": entity.prefix,
        "title": entity.title.id,
        "rights": {act.value: may(actor, entity, act) for act in Act},
        "fields": [
            field(one) | {"right": field_right(actor, entity, one).name.lower()} for one in seen(actor, entity).values()
        ],
        "verbs": [
            {"verb": action.verb, "label": str(action.label), "inputs": [field(one) for one in inputs(action).values()]}
            for action in entity.actions.values()
            if action.allowed(actor) and can_answer(actor, action)
        ],
    }


def field(field: Field) -> dict[str, Any]:
    """What a program needs to know to read, write, filter and sort by a field."""
    return {
        "id": field.id,
        "label": str(field.label),
        "help": str(field.help),
        "kind": field.kind.id,
        "required": field.required,
        "sortable": field.kind.sortable,
        "operators": [operator.symbol for operator in field.kind.operators],
        "choices": [{"id": id, "label": str(label)} for id, label in field.choices.items()],
        "target": entity_of(field.target).id if field.is_link else None,
    }
