"""Who owes whom what between departments, in figures: open hand-offs by pair, and how each receiver kept its promises. A query
for each picture, whatever the number of hand-offs; each figure is a list, by the filter that stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Now

from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import AT_WORK, OPEN, Handoff, State
from concerto.collaboration.handoffs.turn.model import Kept, Turn
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department, Hue
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.ui.addresses import list_address

LATE = (
    Q(state=State.OFFERED, accept_by__lt=Now())
    | Q(state__in=AT_WORK, finish_by__lt=Now())
    | Q(state=State.DISPUTED, decide_by__lt=Now())
)
PENDING = ", ".join(OPEN)


@dataclass(frozen=True)
class Pair:
    """What one part of the company handed to another and is not closed; `late` of them are past what was promised. Each part
    may be several departments, of which these are those that take part."""

    giving: str
    receiving: str
    open: int
    late: int
    givers: tuple[int, ...]
    receivers: tuple[int, ...]

    @property
    def url(self) -> str:
        asked = f"state in ({PENDING}) and {among('giving', self.givers)} and {among('receiving', self.receivers)}"
        return list_address(described, filter=asked)


def among(link: str, departments: Sequence[int]) -> str:
    codes = ", ".join(entity_of(Department).code(id) for id in departments)
    return f"{link} in ({codes})"


@dataclass(frozen=True)
class Promises:
    """How a receiver kept what it promised in a period: `share` in per cent, None where nothing fell due; `owes` is open now."""

    hue: str
    due: int
    kept: int
    before: float | None
    owes: int

    @property
    def share(self) -> float | None:
        return 100 * self.kept / self.due if self.due else None

    @property
    def change(self) -> float | None:
        return self.share - self.before if self.share is not None and self.before is not None else None


def pairs(actor: Actor) -> list[Pair]:
    """Every pair of parts between which something is open, as far as the actor may see it."""
    rows = visible_to(actor, Handoff).filter(state__in=OPEN, giving__isnull=False, receiving__isnull=False).order_by()
    found: dict[tuple[str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    counted = rows.values_list("giving__hue", "receiving__hue", "giving", "receiving")
    for giving, receiving, *more in counted.annotate(open=Count("pk"), late=Count("pk", filter=LATE)):
        found[giving, receiving].append((more[0], more[1], more[2], more[3]))
    return [_pair(giving, receiving, parts) for (giving, receiving), parts in found.items()]


def _pair(giving: str, receiving: str, parts: Sequence[tuple[int, int, int, int]]) -> Pair:
    givers, receivers, open, late = zip(*parts, strict=True)
    return Pair(giving, receiving, sum(open), sum(late), tuple(sorted({*givers})), tuple(sorted({*receivers})))


def promises(actor: Actor, now: datetime, days: int, owed: Sequence[Pair]) -> list[Promises]:
    """By receiver, who kept least first."""
    period = timedelta(days=days)
    present, before = _kept(actor, now - period, now), _kept(actor, now - 2 * period, now - period)
    owes = {hue: sum(pair.open for pair in owed if pair.receiving == hue) for hue in {pair.receiving for pair in owed}}
    found = [
        Promises(hue, *present.get(hue, (0, 0)), _share(before.get(hue)), owes.get(hue, 0)) for hue in {*present, *owes}
    ]
    return sorted(found, key=lambda each: (each.share is None, each.share or 0, -each.owes))


def _share(counted: tuple[int, int] | None) -> float | None:
    return 100 * counted[1] / counted[0] if counted and counted[0] else None


def _kept(actor: Actor, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
    """Hue → promises that fell due in the time, and how many of them were kept. One that is past due and open is broken."""
    rows = visible_to(actor, Turn).order_by().exclude(answer="withdrawn")
    accept, finish = Q(accept_by__gte=since, accept_by__lt=until), Q(finish_by__gte=since, finish_by__lt=until)
    counted = rows.filter(accept | finish).values("receiving__hue").annotate(
        due=Count("pk", filter=accept) + Count("pk", filter=finish),
        kept=Count("pk", filter=accept & Q(accept_kept=Kept.KEPT)) + Count("pk", filter=finish & Q(finish_kept=Kept.KEPT)),
    )  # fmt: skip
    return {each["receiving__hue"]: (each["due"], each["kept"]) for each in counted}


def parts(owed: Sequence[Pair]) -> list[str]:
    """The parts of the company that have to do with each other, in the order in which parts are always named."""
    involved = {pair.giving for pair in owed} | {pair.receiving for pair in owed}
    return [hue for hue in Hue.values if hue in involved]
