"""What happened around a record, and what changed in it, line by line."""

from __future__ import annotations

from django.http import HttpResponse

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import limit
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.records import one
from concerto.kernel.fields.kind import Json
from concerto.kernel.timeline.reading import PAGE, Stretch, history, timeline
from concerto.kernel.timeline.telling import Changed, Happening

LONGEST = 100


def around(call: NounCall) -> HttpResponse:
    """The timeline: also of what belongs to the record."""
    return told(call, timeline(call.actor, one(call), before=call.asked["cursor"], limit=wanted(call)))


def within(call: NounCall) -> HttpResponse:
    """The history: of the record alone."""
    return told(call, history(call.actor, one(call), before=call.asked["cursor"], limit=wanted(call)))


def wanted(call: NounCall) -> int:
    return limit(call.asked["limit"], PAGE, LONGEST)


def told(call: NounCall, stretch: Stretch) -> HttpResponse:
    lines = [line(call.actor, happening) for happening in stretch.happenings]
    return answer({"items": lines, "next": stretch.next})


def line(actor: Actor, happening: Happening) -> dict[str, Json]:
    """One line. `who` is null for the system itself."""
    entry, entity, who = happening.line, happening.entity, happening.who
    may_read = readable(actor, entity)
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "happened_at": entry.happened_at.isoformat(),
        "who": {"id": who.pk, "title": who.name} if who else None,
        "verb": entry.verb,
        "entity": entity.id,
        "record": entry.record,
        "title": entity.title_of(happening.record) if happening.record else None,
        "changes": [change(happening, changed, known=changed.field.id in may_read) for changed in happening.changed],
    }


def change(happening: Happening, changed: Changed, *, known: bool) -> dict[str, Json]:
    """One field's change, as values (null where they are masked) and as words in the reader's language."""
    before, after = happening.line.changes[changed.field.id] if known else (None, None)
    return {
        "field": changed.field.id,
        "label": str(changed.field.label),
        "before": before,
        "after": after,
        "words": {"before": changed.before, "after": changed.after},
    }
