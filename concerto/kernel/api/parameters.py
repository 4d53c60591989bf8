"""The parameters of operations, as OpenAPI and the human documents tell of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.api.asking import LONGEST_QUESTION
from concerto.kernel.api.schemas import Schema
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label
from concerto.kernel.query import language
from concerto.kernel.query.sorting import MOST_KEYS

MEANINGS: dict[str, Label] = {
    "filter": _("Which records, in the filter language: city = \"Suzhou\" and last_touch within 14d."),
    "sort": _("Up to three fields to sort by, separated by commas, each with a minus for falling order; empty values come last."),
    "fields": _("Which fields to answer, separated by commas; of a linked record with a dot: name,owner.name. All that you may read unless given."),
    "group": _("What records are grouped by: one or two fields that are choices, yes or no, links or dates; a date with its step, as in created_at:month (day, week, month, quarter, year)."),
    "measure": _("What is told of each group, separated by commas: count, and of a field filled, sum, avg, min or max, as in sum:revenue."),
    "limit": _("How many items at most."),
    "cursor": _("Where to go on: what `next` of the page before said, with the same filter and order."),
    "q": _("Words to find: Chinese characters, pinyin, initials, beginnings of words, digits of a phone number."),
    "view": _("A saved view by its id, or all, mine, recent: its filter and order hold unless given. What you may not ask is left out and counted."),
    "entity": _("Which nouns to search, by id or path, separated by commas; all of them unless given."),
    "If-Match": _("The ETag of the record as you read it; refused with 412 if the record has changed since."),
    "Idempotency-Key": _("A name of your own for this write. Sent again with the same key within 24 hours, it is not done again but answered as before."),
    "If-None-Match": _("An ETag that you hold; answered with 304 if nothing has changed."),
    "id": _("The id of a record."),
}  # fmt: skip

WORDS: Schema = {
    "type": "string",
    "pattern": "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$",
}  # no control characters


def parameter(name: str, schema: Schema, place: str = "query") -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": str(MEANINGS[name]),
        "schema": schema,
    }


def limited(usual: int, most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": usual}


def sort_schema(entity: Entity) -> Schema:
    """One of the sortable fields, either way, or several of them."""
    one = f"-?({'|'.join(field.id for field in entity.fields.values() if field.kind.sortable)})"
    return {"type": "string", "pattern": f"^{one}(,{one}){{0,{MOST_KEYS - 1}}}$"}


def of_list(name: str, entity: Entity, limit: Schema) -> dict[str, Any]:
    """A parameter of a noun's operation."""
    by_name: dict[str, Schema] = {
        "filter": WORDS | {"maxLength": language.LONGEST},
        "sort": sort_schema(entity),
        "view": {"type": "string", "pattern": "^(all|mine|recent|[0-9]{1,18})$"},
        "fields": WORDS,
        "group": WORDS | {"examples": ["created_at:month"]},
        "measure": WORDS | {"default": "count"},
        "limit": limit,
        "cursor": {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"},
        "q": WORDS | {"maxLength": LONGEST_QUESTION},
    }
    return parameter(name, by_name[name])
