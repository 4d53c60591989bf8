"""Visitors who turned out to be a customer go along when that customer becomes part of another."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.visitor.model import Visitor
from concerto.kernel.actions.merging.references import Keeper, goes_along


def _go_along(noun: str, loser: int, winner: int) -> list[str]:
    """Answers the visitors who went along."""
    if noun != "customer":
        return []
    visitors = Visitor.objects.filter(customer=loser)
    gone = [str(id) for id in visitors.values_list("pk", flat=True)]
    visitors.update(customer=winner)
    return gone


def _go_back(noun: str, loser: int, winner: int, visitors: Sequence[str]) -> None:
    Visitor.objects.filter(pk__in=visitors, customer=winner).update(customer=loser)


goes_along("visitors", Keeper(_go_along, _go_back))
