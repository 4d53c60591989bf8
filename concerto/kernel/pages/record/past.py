"""The page of a record as it was: its facts of then, and of now where they differ; nothing on it can be changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from concerto.kernel.entity.field import Field
from concerto.kernel.pages.record.look import Look
from concerto.kernel.timeline.past import moment_asked, past_of
from concerto.kernel.ui.addresses import with_query


@dataclass(frozen=True)
class Then:
    """One fact of then; `now` is what it says today, None where that is the same."""

    field: Field
    words: str
    now: str | None


def past_page(look: Look, asked: str) -> dict[str, Any]:
    """What the page shows for `?at=…`. Raises Unclear, NotThere."""
    past = past_of(look.actor, look.record, moment_asked(asked or str(timezone.localdate())))
    then = replace(look, record=past.record, acts=frozenset())
    sections = [(label, _facts(look, then, fields, past.fields)) for label, fields in look.entity.sections]
    return {
        "look": then,
        "past": past,
        "sections": [(label, facts) for label, facts in sections if facts],
        "day": f"{timezone.localtime(past.at):%Y-%m-%d}",
        "before": _at(look, past.before),
        "after": _at(look, past.after),
    }


def _facts(look: Look, then: Look, fields: tuple[Field, ...], known: frozenset[str]) -> list[Then]:
    """Facts that were filled then, or are now."""
    told = [field for field in fields if field.id in known and field.id in look.sight.fields]
    facts = (_fact(look, then, field) for field in told)
    return [fact for fact in facts if fact.words or fact.now]


def _fact(look: Look, then: Look, field: Field) -> Then:
    same = look.sight.is_masked(field) or field.dump(then.record) == field.dump(look.record)
    return Then(field, then.words(field), None if same else look.words(field))


def _at(look: Look, moment: datetime | None) -> str:
    return with_query(look.address, at=timezone.localtime(moment).isoformat()) if moment else ""
