from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.tier.model import TierPolicy
from concerto.kernel.fields.kind import Label


def of_customers(tier: TierPolicy) -> Mapping[str, Label]:
    """A tier is one of customers, so its segment is one of customers."""
    if tier.segment_id and tier.segment.noun != "customer":
        return {"segment": _("Choose a segment of customers.")}
    return {}
