"""How the demo company tells its customers apart: segments, what each tier is promised, and where its journeys began."""

from __future__ import annotations

from typing import Any

from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.segments.refreshing import refresh

SEGMENTS: tuple[dict[str, Any], ...] = (
    {"name": "Loyal buyers", "filter": "count(event where kind = purchase and at within 365d) >= 3",
     "about": "Three purchases in a year."},
    {"name": "Buying, and not content", "about": "Two purchases in 180 days, and three stars or fewer in the last review.",
     "filter": "count(event where kind = purchase and at within 180d) >= 2 and last(event.score where kind = review) <= 3"},
    {"name": "First purchase made", "filter": "count(event where kind = purchase) >= 1", "about": "Bought at least once."},
    {"name": "Quiet for 90 days", "filter": "stage in (retain, refer) and last_touch not within 90d",
     "about": "Nobody has spoken with them for a quarter."},
)  # fmt: skip
TIERS: tuple[dict[str, Any], ...] = (
    {"name": "Key customers", "grade": "A", "place": 1, "segment": "Loyal buyers", "served_by": "Key accounts", "discount": 12,
     "promise": "Answered within two hours, engineer on site the next day", "channel": "Their own number and chat"},
    {"name": "Growing customers", "grade": "B", "place": 2, "segment": "First purchase made", "served_by": "Account manager",
     "discount": 6, "promise": "Answered the same day", "channel": "Phone and mail"},
)  # fmt: skip
AIMS = {
    "acquire": (140, 48, 110),
    "nurture": (88, 35, 70),
    "convert": (75, 41, 45),
    "retain": (None, 12, None),
}  # baselines, target


def steer() -> None:
    """Keep all of it, and count the segments once."""
    marketer = visible_to(SYSTEM, Person).filter(username="marketing").values_list("pk", flat=True).first()
    for each in SEGMENTS:
        kept = create(
            SYSTEM, named("segment"), {**each, "noun": "customer", "owner": marketer, "shared_with": "everyone"}
        )
        assert isinstance(kept, Segment)
        refresh(kept)
    for each in TIERS:
        create(SYSTEM, named("tier"), each)
    for stage in visible_to(SYSTEM, LifecycleStage).defer("search"):
        days, share, target = AIMS.get(stage.stage, (None, None, None))
        aims = {"baseline_days": days, "baseline_share": share, "target_days": target}
        edit(SYSTEM, named("lifecycle-stage"), stage.pk, aims)
