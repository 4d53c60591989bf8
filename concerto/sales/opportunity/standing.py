"""How a deal stands in its stage at this moment."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from concerto.sales.opportunity.model import Opportunity

STANDING_STILL = "stalls_on within 10y"  # what has stalled, in the filter language


def time_in_stage(deal: Opportunity) -> timedelta:
    """Since it came there."""
    return timezone.now() - deal.stage_since if deal.stage_since else timedelta()


def is_stalled(deal: Opportunity) -> bool:
    """Whether it has been there for longer than its stage allows."""
    return deal.stalls_on is not None and deal.stalls_on <= timezone.localdate()
