"""JSON Schema (2020-12) of what the API takes and gives, derived from the fields and their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.utils.translation import gettext as say

from concerto.kernel.api.examples import example
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.link import LARGEST_ID

Schema: TypeAlias = dict[str, Any]
ID: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}


def thing(properties: Mapping[str, Schema], *, required: Iterable[str] | None = None, **more: Any) -> Schema:
    """An object of exactly these properties, all of them required unless said otherwise."""
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": dict(properties), "required": needed, "additionalProperties": False} | more


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def some(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def named(field: Field, schema: Schema) -> Schema:
    """A field's schema with its label and its help."""
    return {"title": str(field.label)} | ({"description": str(field.help)} if field.help else {}) | schema


# -- what is given --------------------------------------------------------------------------------------------------
def record(entity: Entity) -> Schema:
    """A record. A field may be absent: hidden from the reader, or not among the chosen ones of a list."""
    own = {"id": ID, "code": {"type": "string", "pattern": f"^{entity.prefix}-[0-9]{{5,}}$"}, "version": ID}
    fields = {id: named(field, given(entity, field)) for id, field in entity.fields.items()}
    masked = some(TEXT) | {"description": say("Fields whose values are withheld from you and therefore null.")}
    shape = thing(own | fields | {"masked": masked}, required=["id"])
    return shape | {"title": str(entity.label), "description": str(entity.about), "examples": [example_of(entity)]}


def given(entity: Entity, field: Field) -> Schema:
    """A field's value as it is read."""
    schema = ref("Linked") if field.is_link else or_empty(field, field.kind.schema(field))
    return or_null(schema)  # any field may be masked from somebody


def or_empty(field: Field, schema: Schema) -> Schema:
    """Optional text is empty rather than null, whatever form it has otherwise."""
    return {"anyOf": [schema, {"const": ""}]} if field.kind.empty == "" and "format" in schema else schema


def page(entity: Entity) -> Schema:
    count = thing({"value": {"type": "integer", "minimum": 0}, "exact": {"type": "boolean"}})
    always = {"items": some(ref(name(entity))), "next": or_null(TEXT), "count": count}
    return thing(always | {"left_out": {"type": "integer", "minimum": 0}}, required=always)


def alone(entity: Entity) -> Schema:
    """A record on its own: of what every record has nothing is left out."""
    return {"allOf": [ref(name(entity)), {"required": ["id", "code", "version", "masked"]}]}


def name(entity: Entity) -> str:
    """ContactPoint of contact-point."""
    return "".join(word.capitalize() for word in entity.id.split("-"))


# -- what is taken --------------------------------------------------------------------------------------------------
def new(entity: Entity) -> Schema:
    """What a new record is made of; required is what has neither a default nor stands for the one who creates it."""
    settled = {entity.owner, entity.department}
    required = [
        id for id, field in entity.written.items()
        if field.required and not field.column.has_default() and field.attribute not in settled
    ]  # fmt: skip
    return written(entity.written, required, [{id: example(entity.fields[id]) for id in required}])


def changes(entity: Entity) -> Schema:
    first = next(iter(entity.written.values()), None)
    return written(entity.written, [], [{first.id: example(first)}] if first else [])


def written(fields: Mapping[str, Field], required: Iterable[str], examples: list[Any]) -> Schema:
    """Values to write. What is not named stays as it is; null empties."""
    return thing({id: named(field, taken(field)) for id, field in fields.items()}, required=required, examples=examples)


def taken(field: Field) -> Schema:
    """A field's value as it is written: for a link the id, the code or the exact title of a record."""
    schema = field.kind.schema(field)
    if field.is_link:
        schema = {"anyOf": [schema, {"type": "string", "minLength": 1}]}
    return schema if field.required else or_null(or_empty(field, schema))


def example_of(entity: Entity) -> dict[str, Any]:
    """A record as a reader might get it."""
    own = {"id": 12, "code": entity.code(12), "version": 3}
    linked = {"id": 7, "title": "Li Qing"}
    values = {id: linked if field.is_link else example(field) for id, field in entity.fields.items()}
    return own | values | {"masked": []}


def handed() -> Schema:
    """What a verb hands over, by name."""
    return {"type": "object", "additionalProperties": TEXT}
