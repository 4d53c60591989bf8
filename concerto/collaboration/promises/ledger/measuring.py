"""How promises were kept, in figures: by department and by person, of those that fell due in a period. One query for both, and each
figure is a list, by the filter that stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from concerto.collaboration.promises.promise.entity import promise as described
from concerto.collaboration.promises.promise.model import Promise, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.ui.addresses import list_address

IN_TIME = Q(state=State.KEPT, closed_at__lte=F("due"))
LATE = Q(state=State.OPEN)  # of what fell due
PEOPLE = 8  # by whom promises are kept, those with most that fell due
BAD = 70  # per cent


@dataclass(frozen=True)
class Rate:
    """How one department or person kept what fell due; what is overdue and open counts as not kept yet."""

    name: str
    hue: str
    due: int
    kept: int
    late: int
    url: str

    @property
    def share(self) -> float:
        return 100 * self.kept / self.due

    @property
    def is_bad(self) -> bool:
        return self.share < BAD


@dataclass(frozen=True)
class Counted:
    """What fell due of one person."""

    owner: int
    department: int | None
    due: int
    kept: int
    late: int


def counted(actor: Actor, now: datetime, days: int) -> list[Counted]:
    """By person, as far as the actor may see the promises. What the customer no longer needed is left out."""
    rows = (
        visible_to(actor, Promise)
        .filter(due__gte=now - timedelta(days=days), due__lt=now)
        .exclude(state=State.RELEASED)
    )
    found = rows.order_by().values_list("owner", "owner__department")
    counts = {"due_all": Count("pk"), "in_time": Count("pk", filter=IN_TIME), "overdue": Count("pk", filter=LATE)}
    return [Counted(*each) for each in found.annotate(**counts)]


def by_department(actor: Actor, people: Sequence[Counted], period: str) -> list[Rate]:
    """Who kept least first."""
    found: dict[int, list[Counted]] = defaultdict(list)
    for each in people:
        if each.department:
            found[each.department].append(each)
    known = Department.everything.filter(pk__in=list(found)).defer("search")
    rates = [_rate(found[each.pk], entity_of(each).title_of(each), each.hue, period) for each in known]
    return sorted(rates, key=lambda each: (each.share, each.name))


def by_person(actor: Actor, people: Sequence[Counted], period: str) -> list[Rate]:
    """Those with most that fell due, who kept least first."""
    most = {each.owner: each for each in sorted(people, key=lambda each: (-each.due, each.owner))[:PEOPLE]}
    rows = Person.everything.filter(pk__in=list(most)).select_related("department")
    hues: Mapping[int, str] = {each.pk: each.department.hue if each.department else "it" for each in rows}
    rates = [_rate([most[each.pk]], entity_of(each).title_of(each), hues[each.pk], period) for each in rows]
    return sorted(rates, key=lambda each: (each.share, each.name))


def period_of(now: datetime, days: int) -> str:
    """The filter of what fell due in the period, and counts."""
    since = now - timedelta(days=days)
    return f'due >= "{since.isoformat()}" and due < "{now.isoformat()}" and state != {State.RELEASED}'


def _rate(some: Iterable[Counted], name: str, hue: str, period: str) -> Rate:
    told = list(some)
    owners = ", ".join(entity_of(Person).code(each.owner) for each in told)
    url = list_address(described, filter=f"owner in ({owners}) and {period}")
    due, kept, late = (sum(getattr(each, figure) for each in told) for figure in ("due", "kept", "late"))
    return Rate(name, hue, due, kept, late, url)
