"""What a noun's records come to, in groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from concerto.kernel.access.actor import Actor
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import question
from concerto.kernel.api.call import NounCall
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Json
from concerto.kernel.query.aggregate import Group, Summary, aggregate
from concerto.kernel.query.grouping import Grouping, Measure
from concerto.kernel.query.linked import titles_of
from concerto.kernel.query.listing import Asked

Titles = Mapping[tuple[str, int], str]


def aggregated(call: NounCall) -> HttpResponse:
    """`{"groups": [{"stage": "retain", "count": 12, "sum:revenue": "4500.00"}], "more": false}`."""
    given = call.asked
    asked = Asked(filter=given["filter"], q=question(given["q"]))
    found = aggregate(call.actor, call.entity, asked, group=given["group"], measure=given["measure"])
    titles = titles_in(call.actor, found)
    return answer({"groups": [told(found, group, titles) for group in found.groups], "more": found.more})


def told(found: Summary, group: Group, titles: Titles) -> dict[str, Json]:
    values = zip(found.groupings, group.values, strict=True)
    common = {grouping.written: value_of(grouping, value, titles) for grouping, value in values}
    return common | {measure.written: measured(measure, group.measured[measure.written]) for measure in found.measures}


def titles_in(actor: Actor, found: Summary) -> Titles:
    """(noun, id) → title of what groups link to; one query for each link that is grouped by."""
    titles: dict[tuple[str, int], str] = {}
    for at, grouping in enumerate(found.groupings):
        ids = {group.values[at] for group in found.groups if group.values[at] is not None}
        if grouping.field.is_link and ids:
            target = entity_of(grouping.field.target)
            titles |= {(target.id, id): title for id, title in titles_of(actor, target, ids)}
    return titles


def value_of(grouping: Grouping, value: Any, titles: Titles) -> Json:
    """As a record of the API has it; of a date the first day of its step."""
    if grouping.field.is_link and value is not None:
        return {"id": value, "title": titles.get((entity_of(grouping.field.target).id, value))}
    return value.isoformat() if isinstance(value, date) else value


def measured(measure: Measure, value: Any) -> Json:
    """As the field's own values are written; an average as text with all its places, so that nothing is rounded."""
    if measure.field is None or measure.function == "filled" or value is None:
        return int(value) if value is not None else None
    if measure.function == "avg":
        return f"{Decimal(value).normalize():f}"
    written: Json = measure.field.kind.dump(measure.field, value)
    return written
