"""What working together cost in a period, over turns of hand-offs: by pair of departments, by type, or by the mode they worked in.

Times are minutes of the receiver's working time, as medians: one that lies for months does not hide how the others go. Four queries,
whatever the number of hand-offs; every figure is a list, by the filter that stands beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.entity import handoff
from concerto.collaboration.handoffs.ledger.measuring import among
from concerto.collaboration.handoffs.turn.entity import turn as described
from concerto.collaboration.handoffs.turn.model import Answer, Kept, Turn
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.ui.addresses import list_address

BY: Mapping[str, Sequence[str]] = {  # how rows are gathered → the values that make a row
    "pair": ("giving__hue", "receiving__hue"),
    "type": ("type",),
    "mode": ("mode",),
}
NOUN = "handoff"
REASONS = 3  # the commonest, of each row
COUNTED = "answer != withdrawn"  # in the words of filters
TO_AND_FRO = 2  # times a matter went back, from which on it is ping-pong


class Median(Aggregate):
    """The value in the middle, of the two in the middle the mean; nothing where there is none."""

    function = "percentile_cont"
    template = "%(function)s(0.5) within group (order by %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Row:
    """What turns have in common (`of`), and their figures. `kept` of `due` promises that fell due, both to accept and to finish.

    offers      turns: what came back and was offered again counts again
    touches     the median of how often anybody did or said something about a matter since it was offered
    to_and_fro  matters that went back twice or more
    reasons     the commonest for which they were returned, with how often
    """

    of: tuple[Any, ...]
    offers: int
    accept: float | None
    finish: float | None
    decide: float | None
    due: int
    kept: int
    returned: int
    sent_back: int
    disputed: int
    to_and_fro: int
    touches: float | None
    reasons: Sequence[tuple[str, int]]
    asked: str

    @property
    def share(self) -> float | None:
        return 100 * self.kept / self.due if self.due else None

    @property
    def url(self) -> str:
        return list_address(described, filter=f"{self.asked} and {COUNTED}")

    @property
    def back_and_forth(self) -> str:
        """The list of the matters that went back twice or more."""
        return list_address(handoff, filter=f"{self.asked} and returns >= {TO_AND_FRO}")

    def where(self, more: str) -> str:
        """The list of those of its turns for which more holds, in the words of filters."""
        return list_address(described, filter=f"{self.asked} and {COUNTED} and {more}")


def measured(actor: Actor, by: str, days: int) -> list[Row]:
    """Rows of turns that were offered in the last so many days, those in which most time passes first."""
    rows = _of(actor, days)
    reasons, touched, back = _reasons(rows, by), _touches(rows, by), _to_and_fro(rows, by)
    found = [_row(each, by, days, reasons, touched, back) for each in _figures(rows, by)]
    return sorted(found, key=lambda row: (-(row.accept or 0) - (row.finish or 0), -row.offers))


def slowest(rows: Sequence[Row]) -> Row | None:
    """The row whose matters wait longest until they are taken up."""
    return max((row for row in rows if row.accept), key=lambda row: row.accept or 0, default=None)


def _of(actor: Actor, days: int) -> QuerySet[Turn]:
    since = timezone.now() - timedelta(days=days)
    rows = visible_to(actor, Turn).filter(offered_at__gte=since).order_by()
    return rows.exclude(answer=Answer.WITHDRAWN)


def _figures(rows: QuerySet[Turn], by: str) -> QuerySet[Turn, dict[str, Any]]:
    accept, finish = Q(accept_by__lt=Now()) | ~Q(accept_kept=""), Q(finish_by__lt=Now()) | ~Q(finish_kept="")
    figures: QuerySet[Turn, dict[str, Any]] = rows.values(*BY[by]).annotate(
        offers=Count("pk"), accept=Median("accept_minutes"), finish=Median("finish_minutes"),
        decide=Median("decide_minutes"), due=Count("pk", filter=accept) + Count("pk", filter=finish),
        kept=Count("pk", filter=Q(accept_kept=Kept.KEPT)) + Count("pk", filter=Q(finish_kept=Kept.KEPT)),
        returned=Count("pk", filter=Q(answer=Answer.RETURNED)), back=Sum("sent_back"),
        disputed=Count("pk", filter=Q(disputed_at__isnull=False)),
        givers=ArrayAgg("giving", distinct=True), receivers=ArrayAgg("receiving", distinct=True),
    )  # fmt: skip
    return figures


def _row(
    figures: Mapping[str, Any],
    by: str,
    days: int,
    reasons: Mapping[Any, Any],
    touched: Mapping[Any, Any],
    back: Mapping[Any, int],
) -> Row:
    of = tuple(figures[name] for name in BY[by])
    return Row(
        of, figures["offers"], figures["accept"], figures["finish"], figures["decide"], figures["due"], figures["kept"],
        figures["returned"], figures["back"] or 0, figures["disputed"], back.get(of, 0), touched.get(of),
        reasons.get(of, ())[:REASONS], f"{_asked(by, of, figures)} and offered_at within {days}d",
    )  # fmt: skip


def _asked(by: str, of: tuple[Any, ...], figures: Mapping[str, Any]) -> str:
    """The filter of the list of a row's turns."""
    if by == "pair":
        return f"{among('giving', figures['givers'])} and {among('receiving', figures['receivers'])}"
    return f"type = {entity_of(HandoffType).code(of[0])}" if by == "type" else f"mode = {of[0]}"


def _reasons(rows: QuerySet[Turn], by: str) -> Mapping[Any, list[tuple[str, int]]]:
    found: dict[Any, list[tuple[str, int]]] = defaultdict(list)
    counted = rows.filter(answer=Answer.RETURNED).exclude(reason="").values_list(*BY[by], "reason")
    for *of, reason, count in counted.annotate(count=Count("pk")).order_by("-count", "reason"):
        found[tuple(of)].append((reason, count))
    return found


def _to_and_fro(rows: QuerySet[Turn], by: str) -> Mapping[Any, int]:
    """How many matters went back twice or more: returned, or sent back after they were delivered."""
    back = rows.filter(handoff__returns__gte=TO_AND_FRO).values_list(*BY[by])
    return {tuple(of): count for *of, count in back.annotate(count=Count("handoff", distinct=True))}


def _touches(rows: QuerySet[Turn], by: str) -> Mapping[Any, float]:
    """Medians over matters: lines of the journal about each and about what belongs to it."""
    own, beside = _lines(entity=NOUN, record=OuterRef("handoff")), _lines(topic_entity=NOUN, topic=OuterRef("handoff"))
    counted = rows.filter(number=1).annotate(lines=own + beside).values_list(*BY[by])
    return {tuple(of): lines for *of, lines in counted.annotate(median=Median("lines"))}


def _lines(**about: Any) -> Coalesce:
    """From the offer on: then only the months since are looked at."""
    lines = Entry.objects.filter(**about, at__gte=OuterRef("offered_at")).order_by().values(*list(about)[:1])
    return Coalesce(Subquery(lines.annotate(count=Count("id")).values("count")), 0)
