"""Example values, made from the schema of a field so that a new kind has them too."""

from __future__ import annotations

from typing import Any

from concerto.kernel.entity.field import Field

BY_FORMAT = {
    "date": "2026-11-22",
    "date-time": "2026-11-22T06:30:00+00:00",
    "email": "li.qing@example.com",
    "uri": "https://example.com",
}
USUAL_NUMBER, USUAL_AMOUNT = 12, "1100.00"


def example(field: Field) -> Any:
    """A value that the field could have."""
    return from_schema(field.kind.schema(field), str(field.label))


def from_schema(schema: dict[str, Any], label: str) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema["type"]:
        case "array":
            return []
        case "boolean":
            return False
        case "integer":
            return min(max(USUAL_NUMBER, schema["minimum"]), schema["maximum"])
        case _:
            return BY_FORMAT.get(schema.get("format", "")) or (USUAL_AMOUNT if "pattern" in schema else label)
