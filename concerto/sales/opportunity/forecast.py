"""What a board of deals comes to: what is open, what of it is likely, what was won this quarter, what stands still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.registry import named
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen
from concerto.kernel.query.periods import span
from concerto.kernel.ui.addresses import list_address
from concerto.sales.opportunity.standing import STANDING_STILL
from concerto.sales.stage.known import known
from concerto.sales.stage.model import Kind


@dataclass(frozen=True)
class Forecast:
    """`weighted` is what is open times how likely it is; what was won, the win rate and `days_left` are of this quarter.
    `stalled_address` is the list of what stands still."""

    open: Decimal
    weighted: Decimal
    won: Decimal
    count_won: int
    count_lost: int
    stalled: Decimal
    count_stalled: int
    days_left: int
    stalled_address: str

    @property
    def win_rate(self) -> int | None:
        """Per cent of what was decided."""
        decided = self.count_won + self.count_lost
        return round(100 * self.count_won / decided) if decided else None

    @property
    def lands(self) -> Decimal:
        """What was won and what is likely."""
        return self.won + self.weighted

    @property
    def bars(self) -> list[tuple[str, float]]:
        """What a bar of a thousand is made of: won, likely, the rest of what is open."""
        whole = self.won + self.open
        parts = {"won": self.won, "commit": self.weighted, "pipe": self.open - self.weighted}
        return [(name, float(1000 * part / whole)) for name, part in parts.items()] if whole else []


def forecast(actor: Actor, asked: Asked, totals: Mapping[str, Decimal | None]) -> Forecast:
    """`totals` are the sums of the stages that the board adds up already; the rest is one query over the same rows."""
    stages = known()
    sums = {key: total or Decimal() for key, total in totals.items() if key in stages and stages[key].is_open}
    weighted = sum((total * stages[key].probability / 100 for key, total in sums.items()), Decimal())
    first, last = span("this-quarter").days
    found = _decided(actor, asked, first, last)
    return Forecast(
        open=sum(sums.values(), Decimal()),
        weighted=weighted,
        days_left=(last - timezone.localdate()).days,
        stalled_address=list_address(
            named("opportunity"), filter=f"({asked.filter}) and {STANDING_STILL}" if asked.filter else STANDING_STILL
        ),
        **found,
    )


def _decided(actor: Actor, asked: Asked, first: date, last: date) -> dict[str, Any]:
    quarter = Q(closed_on__range=(first, last)) | Q(
        closed_on=None
    )  # of what was decided just now the day is not kept yet
    won, lost = (quarter & Q(stage__in=_keys(kind)) for kind in (Kind.WON, Kind.LOST))
    stalled = Q(stalls_on__lte=timezone.localdate(), stage__in=_keys(Kind.OPEN))
    rows = chosen(actor, named("opportunity"), asked, parse(asked.filter)).order_by()
    found = rows.aggregate(
        won=Sum("amount", filter=won),
        count_won=Count("pk", filter=won),
        count_lost=Count("pk", filter=lost),
        stalled=Sum("amount", filter=stalled),
        count_stalled=Count("pk", filter=stalled),
    )
    return {name: value if value is not None else Decimal() for name, value in found.items()}


def _keys(kind: Kind) -> list[str]:
    return [key for key, stage in known().items() if stage.kind == kind]
