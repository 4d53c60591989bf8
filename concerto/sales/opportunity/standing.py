"""How a deal stands in its stage at this moment."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from concerto.sales.opportunity.model import Opportunity


def time_in_stage(deal: Opportunity) -> timedelta:
    """Since it came there. What the journal says of a move is kept a moment after it: until then it has just come."""
    if deal.stage_since is None or deal.stayed != deal.stage:
        return timedelta()
    return timezone.now() - deal.stage_since


def is_stalled(deal: Opportunity) -> bool:
    """Whether it has been there for longer than its stage allows."""
    return deal.stayed == deal.stage and deal.stalls_on is not None and deal.stalls_on <= timezone.localdate()
