"""The journey of many customers in figures: who came how far and in what time, who stopped, and what hurt. Three queries,
whatever their number; every count is a list, by the filter that stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Extract, Floor

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer, Stage
from concerto.customers.event_kind.known import known
from concerto.customers.journey.stages import ORDER, described, onwards
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.pain_point.entity import pain_point
from concerto.customers.pain_point.model import PainPoint, Sort
from concerto.customers.stay.model import Stay
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import parse
from concerto.kernel.query.periods import span
from concerto.kernel.ui.addresses import list_address

TENTH = 8640  # seconds in a tenth of a day


@dataclass(frozen=True)
class Pain:
    """One sort of pain point at one stage: customers, how often, and customers whom it met again. Each is a list."""

    label: Label
    people: int
    times: int
    again: int
    list: str
    list_again: str


@dataclass(frozen=True)
class Step:
    """A stage. `reached`: were in it or beyond; `gone_on`: beyond; `now`: are in it; `hurt`: whom a pain point met there.

    `days` is the median until they went on; the share is in per cent, None where nobody reached it.
    """

    stage: str
    label: Label
    reached: int
    gone_on: int
    now: int
    hurt: int
    days: float | None
    aim: LifecycleStage | None
    pains: Sequence[Pain]
    lists: Mapping[str, str]

    @property
    def stopped(self) -> int:
        return self.reached - self.gone_on

    @property
    def share(self) -> float | None:
        return 100 * self.gone_on / self.reached if self.reached else None

    @property
    def is_slow(self) -> bool:
        """Whether customers take longer than the target."""
        target = self.aim.target_days if self.aim else None
        return target is not None and self.days is not None and self.days > target

    @property
    def loses(self) -> bool:
        """Whether fewer go on than the target says."""
        target = self.aim.target_share if self.aim else None
        return target is not None and self.share is not None and self.share < target

    @property
    def is_last(self) -> bool:
        return self.stage == ORDER[-1]


@dataclass(frozen=True)
class Journey:
    """`people` are all customers asked for; those never seen in a stage are in none of the steps."""

    people: int
    list: str
    steps: Sequence[Step]


def journey_of(actor: Actor, filter: str, within: str) -> Journey:
    """The journey of the customers that `filter` leaves; pain points of the period `within` only, of all times where it is "".
    Raises Unclear."""
    asked = visible_to(actor, Customer).filter(compiled(actor, customer, parse(filter))).order_by()
    now = dict(asked.values_list("stage").annotate(Count("pk")))
    stays = visible_to(actor, Stay).filter(customer__in=asked.values("pk")).order_by()
    ways = ways_of(stays)
    reached = [*ways.reached, 0]
    hurt, pains = pains_of(hurting_in(actor, asked, within), filter, within)
    aims = described(actor)
    steps = [
        Step(
            stage, Stage(stage).label, reached[at], reached[at + 1], now.get(stage, 0), hurt.get(stage, 0), ways.days.get(stage),
            aims.get(stage), pains.get(stage, ()), lists_of(stage, filter, within),
        )
        for at, stage in enumerate(ORDER)
    ]  # fmt: skip
    return Journey(sum(now.values()), behind(filter), steps)


@dataclass(frozen=True)
class Ways:
    """How customers went, from their stays: `reached` are those who were in each stage or beyond, in the order of stages; `days`
    is stage → the median of days from coming into it to going on, to a tenth of a day, where anybody did."""

    reached: list[int]
    days: dict[str, float]


def ways_of(stays: QuerySet[Any]) -> Ways:
    """One query that tells no customers apart: a stay brings its customer from as far as they had come to its own stage."""
    tenths = Cast(Floor(Extract("onward", "epoch") / TENTH), IntegerField())
    counted = stays.annotate(tenths=tenths).values("stage", "furthest", "tenths").annotate(times=Count("pk"))
    reached, times_of = [0] * len(ORDER), dict[str, Counter[int]]()
    for stage, furthest, tenth, times in counted.values_list("stage", "furthest", "tenths", "times"):
        for at in range(furthest, ORDER.index(stage) + 1):
            reached[at] += times
        if tenth is not None:
            times_of.setdefault(stage, Counter())[tenth] += times
    return Ways(reached, {stage: middle(times) / 10 for stage, times in times_of.items()})


def middle(times_of: Mapping[int, int]) -> float:
    """The middle one of values that are there so many times; between two, the mean of both."""
    total, seen = sum(times_of.values()), 0
    found: list[int] = []
    for value, times in sorted(times_of.items()):
        found += [value for place in ((total - 1) // 2, total // 2) if seen <= place < seen + times]
        seen += times
    return sum(found) / len(found)


def hurting_in(actor: Actor, asked: QuerySet[Any], within: str) -> QuerySet[Any]:
    """The pain points of these customers; none for whoever may not know what they are counted by."""
    if (
        not may(actor, pain_point, Act.READ)
        or not {"stage", "sort", "kind", "at", "again"} <= readable(actor, pain_point).keys()
    ):
        return visible_to(actor, PainPoint).none()
    period = compiled(actor, pain_point, parse(f"at within {within}")) if within else Q()
    return visible_to(actor, PainPoint).filter(period, customer__in=asked.values("pk")).order_by()


def pains_of(hurting: QuerySet[Any], filter: str, within: str) -> tuple[dict[str, int], dict[str, list[Pain]]]:
    """Stage → customers whom something hurt there, and stage → its pain points, those that met the most customers first.

    A customer is counted at the first pain point of the period, so that nobody need be told apart.
    """
    since = span(within).since if within else None
    rows = hurting.values("stage", "sort", "kind").annotate(
        people=Count("pk", filter=_first("same_before", since)),
        times=Count("pk"),
        more=Count("pk", filter=Q(again=True) & _first("again_before", since)),
        hurt=Count("pk", filter=_first("stage_before", since)),
    )
    hurt: Counter[str] = Counter()
    found: dict[str, list[Pain]] = {}
    for row in rows.order_by("-people", "kind"):
        hurt[row["stage"]] += row["hurt"]
        found.setdefault(row["stage"], []).append(_pain(row, filter, within))
    return hurt, found


def _first(before: str, since: datetime | None) -> Q:
    """Rows before which there was none within the period."""
    return Q((f"{before}__isnull", True)) | (Q((f"{before}__lt", since)) if since else Q())


def _pain(row: Mapping[str, Any], filter: str, within: str) -> Pain:
    kind = f" and kind = {row['kind']}" if row["kind"] else ""
    which = f"stage = {row['stage']} and sort = {row['sort']}{kind}{_period(within)}"
    label = known().get(row["kind"], row["kind"]) if row["sort"] == Sort.TROUBLE else Sort(row["sort"]).label
    return Pain(
        label, row["people"], row["times"], row["more"],
        behind(filter, f"count(pain-point where {which}) >= 1"),
        behind(filter, f"count(pain-point where {which} and again = yes) >= 1"),
    )  # fmt: skip


def _period(within: str) -> str:
    return f" and at within {within}" if within else ""


def lists_of(stage: str, filter: str, within: str) -> dict[str, str]:
    """Addresses of the customers who reached it, who went on, who stopped there, who are in it, and whom something hurt there."""
    here, later = onwards(stage), onwards(stage)[1:]
    lists = {
        "reached": f"count(stay where stage in ({', '.join(here)})) >= 1",
        "now": f"stage = {stage}",
        "hurt": f"count(pain-point where stage = {stage}{_period(within)}) >= 1",
    }
    if later:
        beyond = f"count(stay where stage in ({', '.join(later)}))"
        lists |= {"gone_on": f"{beyond} >= 1", "stopped": f"count(stay where stage = {stage}) >= 1 and {beyond} = 0"}
    return {name: behind(filter, also) for name, also in lists.items()}


def behind(filter: str, also: str = "") -> str:
    """The list of the customers asked for, of whom something more holds."""
    both = f"({filter}) and {also}" if filter and also else filter or also
    return list_address(customer, filter=both)
