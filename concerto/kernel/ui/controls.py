"""What a field's control in a form is: its type, its limits, and the text that stands in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from markupsafe import Markup, escape

from concerto.kernel.entity.field import Field

TYPES = {"day": "date", "moment": "datetime-local", "email": "email", "url": "url"}
NUMBERS = {"whole": "numeric", "year": "numeric", "money": "decimal"}
LIMITED = ("text", "email", "url", "long-text")


def input_type(field: Field) -> str:
    return TYPES.get(field.kind.id, "text")


def written(field: Field, value: Any) -> Any:
    """A stored value as its control holds it; reading it back gives the same value."""
    if field.kind.id in ("choices", "tags"):
        return list(value or [])
    if field.kind.id == "choice":
        return value or ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return field.kind.write(field, value)


def attributes_of(field: Field, problem: object = "", focus: bool = False, named: bool = False) -> Markup:
    """The attributes that any control of a field carries beside its name and value; `named` where it has no label."""
    id = f"f-{field.id}"
    described = " ".join(name for name, wanted in ((f"{id}-bad", problem), (f"{id}-help", field.help)) if wanted)
    given: dict[str, Any] = {
        "maxlength": field.longest if field.kind.id in LIMITED else None,
        "inputmode": NUMBERS.get(field.kind.id),
        "step": "any" if field.kind.id == "moment" else None,
        "required": field.required,
        "aria-invalid": "true" if problem else None,
        "aria-describedby": "" if named else described,
        "aria-label": field.label if named else None,
        "autofocus": focus,
    }
    return Markup("").join(_attribute(name, value) for name, value in given.items() if value)


def _attribute(name: str, value: Any) -> Markup:
    return Markup(" ") + name if value is True else Markup(' {}="{}"').format(name, escape(value))
