"""What a message says: the event and the record as its owner may know them at the moment of sending."""

from __future__ import annotations

from typing import Any

import orjson

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.api.items import items, shape
from concerto.kernel.entity.registry import find
from concerto.kernel.journal.model import Entry
from concerto.kernel.webhooks.delivery.model import Delivery


def body(owner: Actor, delivery: Delivery) -> bytes | None:
    """The JSON to send; None where the owner may not, or no longer, see the record.

    A message that is tried again says what it said first, unless the owner may know less by now.
    """
    told = trial(delivery) if delivery.event is None else event(owner, delivery.event)
    if told is None:
        return None
    first = orjson.loads(delivery.request) if delivery.request else None
    return delivery.request.encode() if first and covers(told["data"], first["data"]) else orjson.dumps(told)


def trial(delivery: Delivery) -> dict[str, Any]:
    assert delivery.created_at, "every record has one"
    return {
        "type": delivery.what,
        "timestamp": delivery.created_at.isoformat(),
        "data": {"webhook": delivery.webhook.name},
    }


def event(owner: Actor, id: int) -> dict[str, Any] | None:
    """One line of the journal, with its record as the API answers it."""
    entry = Entry.objects.filter(id=id).first()
    entity = find(entry.entity) if entry else None
    if entry is None or entity is None:
        return None
    rows = (
        visible_to(owner, entity.model, trashed=trashed).defer("search").filter(pk=entry.record)
        for trashed in (False, True)
    )
    record = next((row for found in rows for row in found), None)
    if record is None:
        return None
    known = readable(owner, entity)
    changes = {field: {"before": was, "after": now} for field, (was, now) in entry.changes.items() if field in known}
    [item] = items(owner, shape(owner, entity), [record])
    data = {"event": entry.id, "noun": entity.id, "verb": entry.verb, "record": item, "changes": changes}
    return {"type": f"{entity.id}.{entry.verb}", "timestamp": entry.at.isoformat(), "data": data}


def covers(now: Any, then: Any) -> bool:
    """Whether whoever is told `now` may know everything that `then` told: no field, link or title was lost since."""
    if isinstance(now, dict) and isinstance(then, dict):
        return then.keys() <= now.keys() and all(
            covers(now[key], value) for key, value in then.items() if hides(key, now, value)
        )
    return now is not None or then is None


def hides(key: str, now: dict[str, Any], then: Any) -> bool:
    """Whether a value tells of rights: parts, titles of links, and what is masked now."""
    return isinstance(then, dict) or key == "title" or key in now.get("masked", ())
