"""How much of a discount somebody may give."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Max

from concerto.commerce.discount_limit.model import DiscountLimit
from concerto.kernel.access.actor import Actor


def limit_of(actor: Actor) -> Decimal:
    """In per cent: the largest that the roles of somebody have; nothing without a role that has one. Limits hold for everybody,
    whoever may read them."""
    if actor.is_system:
        return Decimal(100)
    rows = DiscountLimit.everything.filter(trashed_at=None, role__in=actor.roles)
    return rows.aggregate(most=Max("percent"))["most"] or Decimal(0)
