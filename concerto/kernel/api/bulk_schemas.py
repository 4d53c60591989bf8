"""Schemas of many writes in one request."""

from __future__ import annotations

from collections.abc import Iterator

from concerto.kernel.actions.inputs import inputs
from concerto.kernel.api import schemas
from concerto.kernel.api.bulk import MOST
from concerto.kernel.api.operations import operations
from concerto.kernel.api.schemas import ID, TEXT, Schema, ref, some, thing
from concerto.kernel.entity.entity import Entity

COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": MOST}
YES: Schema = {"type": "boolean", "default": True}
EXAMPLE = {"items": [{"do": "delete", "id": 12, "if_match": '"3-0123456789ab"'}], "atomic": False}


def asked(entity: Entity) -> Schema:
    """`items`, and whether they are all or nothing."""
    items = some({"oneOf": list(kinds(entity))}) | {"minItems": 1, "maxItems": MOST}
    return thing({"items": items, "atomic": YES}, required=["items"], examples=[EXAMPLE])


def kinds(entity: Entity) -> Iterator[Schema]:
    """What one item can be."""
    possible, name = {operation.name for operation in operations(entity)}, schemas.name(entity)
    if "create" in possible:
        yield thing({"do": {"const": "create"}, "values": ref(f"New{name}")})
    if "edit" in possible:
        yield one("edit", ref(f"{name}Changes"))
    if "delete" in possible:
        yield one("delete", None)
        yield thing({"do": {"const": "restore"}, "id": ID})
    for action in entity.actions.values():
        fields = inputs(action)
        yield one(action.verb, schemas.written(fields, [id for id, field in fields.items() if field.required], []))


def one(verb: str, values: Schema | None) -> Schema:
    properties = {"do": {"const": verb}, "id": ID, "if_match": TEXT} | ({"values": values} if values else {})
    return thing(properties, required=["do", "id"])


def results() -> Schema:
    """What became of each item."""
    item = {"status": {"type": "integer"}, "id": ID, "code": TEXT, "version": ID, "problem": ref("Problem")}
    return thing({"items": some(thing(item, required=["status"])), "done": COUNT, "refused": COUNT})
