"""What a customer did lately, in few numbers: by kind, by month, the favourite thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from concerto.customers.event.model import Event
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to

MONTHS = 12
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
    rows = visible_to(actor, Event).filter(customer=customer, at__gte=timezone.now() - LOOKED_BACK).order_by()
    kinds = rows.values("kind").annotate(count=Count("pk"), last=Max("at"), total=Sum("amount")).order_by("-last")
    bought = rows.filter(kind="purchase")
    months = bought.annotate(month=TruncMonth("at")).values("month").annotate(total=Sum("amount"))
    liked = bought.exclude(what="").values("what").annotate(count=Count("pk")).order_by("-count", "what")[:1]
    return Lately(
        [Done(row["kind"], row["count"], row["last"], row["total"]) for row in kinds],
        {f"{row['month']:%Y-%m}": row["total"] or Decimal(0) for row in months},
        next((row["what"] for row in liked), ""),
    )
