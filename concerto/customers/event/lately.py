"""What a customer did lately, in few numbers: by kind, by month, the favourite thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from concerto.customers.event.model import Event
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.statements.kept import Slot

PURCHASE = "purchase"
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Done:
    """One kind of event: how often in the last year, and when last."""

    kind: str
    count: int
    last: datetime
    amount: Decimal | None


@dataclass(frozen=True)
class Lately:
    kinds: Sequence[Done]
    spent: Mapping[str, Decimal]  # month as 2026-11 → what was bought
    favourite: str

    @property
    def by_kind(self) -> Mapping[str, Done]:
        return {done.kind: done for done in self.kinds}

    @property
    def each_month(self) -> Decimal:
        """What was spent in a month on average, of those since the first purchase."""
        return sum(self.spent.values(), Decimal(0)) / max(1, len(self.spent))


def lately(actor: Actor, customer: int) -> Lately:
    """The last year of one customer, read along the index of their events."""
    given = {"customer": customer, "since": timezone.now() - LOOKED_BACK}
    kinds = [Done(*row) for row in _kinds(actor).tuples(**given)]
    if not any(done.kind == PURCHASE for done in kinds):
        return Lately(kinds, {}, "")
    months = _months(actor, timezone.get_current_timezone_name()).tuples(**given)
    liked = _liked(actor).tuples(**given)
    return Lately(
        kinds, {f"{month:%Y-%m}": total or Decimal(0) for month, total in months}, liked[0][0] if liked else ""
    )


def _since(actor: Actor) -> QuerySet[Event]:
    rows = visible_to(actor, Event).filter(customer=Slot("customer"), at__gte=Slot("since", "timestamptz"))
    return rows.order_by()


@kept
def _kinds(actor: Actor) -> QuerySet[Event, Any]:
    each = _since(actor).values("kind").annotate(count=Count("pk"), last=Max("at"), total=Sum("amount"))
    return each.order_by("-last").values_list("kind", "count", "last", "total")


@kept
def _months(actor: Actor, zone: str) -> QuerySet[Event, Any]:
    month = TruncMonth("at", tzinfo=ZoneInfo(zone))
    each = _since(actor).filter(kind=PURCHASE).annotate(month=month).values("month").annotate(total=Sum("amount"))
    return each.values_list("month", "total")


@kept
def _liked(actor: Actor) -> QuerySet[Event, Any]:
    each = _since(actor).filter(kind=PURCHASE).exclude(what="").values("what").annotate(count=Count("pk"))
    return each.order_by("-count", "what").values_list("what", "count")[:1]
