"""The way of a record: steps done, the present one and those to come, and how long each took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.rights import readable
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.look import Look
from concerto.kernel.statements.kept import Kept, Slot

DONE, NOW, AHEAD = "done", "now", "ahead"
READ = 100  # journal lines; who goes to and fro more often is told the recent part
DAYS_IN_MONTH, DAYS_IN_YEAR = 30.44, 365.25


@dataclass(frozen=True)
class Step:
    id: str
    label: Label
    state: str
    time: str  # spent in it, in words


def steps_of(look: Look) -> list[Step]:
    """The steps of the way; none where the noun has no way, or this actor may not know how far it has come."""
    field = look.entity.steps
    if field is None or field.id not in readable(look.actor, look.entity):
        return []
    now = field.value(look.record)
    labels = field.way_of(now)
    ids = list(labels)
    place = ids.index(now) if now in ids else -1
    spent = times_in(field, look)
    return [
        Step(id, labels[id], _state(at, place), in_words(spent[id]) if id in spent and at <= place else "")
        for at, id in enumerate(ids)
    ]


def _state(at: int, place: int) -> str:
    return NOW if at == place else DONE if at < place else AHEAD


def times_in(field: Field, look: Look) -> dict[str, timedelta]:
    """Step → time spent in it up to now, by the journal."""
    lines = _moves(look.entity.id, field.id).tuples(record=look.record.pk)
    return added_up([(str(moved[1]), at) for moved, at in reversed(lines)], timezone.now())


@cache
def _moves(noun: str, field: str) -> Kept[Entry]:
    lines = Entry.objects.filter(entity=noun, record=Slot("record"), changes__has_key=field).order_by("-id")
    return Kept(lines.values_list(f"changes__{field}", "happened_at")[:READ])


def added_up(moves: list[tuple[str, datetime]], until: datetime) -> dict[str, timedelta]:
    """Time in each step, from moves (step, since) in order."""
    spent: dict[str, timedelta] = {}
    for (step, since), (_next, left) in pairwise([*moves, ("", until)]):
        spent[step] = spent.get(step, timedelta()) + (left - since)
    return spent


def in_words(span: timedelta) -> str:
    """“12 days”, “4 months”, “2 years”: the largest unit that says enough."""
    days = span.days
    if days < 1:
        return _("today")
    if days < 60:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if days < 2 * DAYS_IN_YEAR:
        months = int(days / DAYS_IN_MONTH)
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = int(days / DAYS_IN_YEAR)
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
