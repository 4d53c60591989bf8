from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.tier.model import TierPolicy
from concerto.kernel.fields.kind import Label

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def can_be_written(tier: TierPolicy) -> Mapping[str, Label]:
    """What a tier is called stands in files and filters."""
    return {} if ID.fullmatch(tier.grade) else {"grade": _("A tier has letters, digits and hyphens, as gold or A.")}


def of_customers(tier: TierPolicy) -> Mapping[str, Label]:
    """A tier is one of customers, so its segment is one of customers."""
    if tier.segment_id and tier.segment.noun != "customer":
        return {"segment": _("Choose a segment of customers.")}
    return {}
