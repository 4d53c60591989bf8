"""What is wrong with the description of a stage: it may only ask and follow what there is of customers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse


def wrong(stage: LifecycleStage) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    if stage.segment_id and stage.segment.noun != "customer":
        return {"segment": _("Choose a segment of customers.")}
    try:
        compiled(SYSTEM, named("customer"), parse(stage.needs))
    except Unclear as unclear:
        return {"needs": unclear.message}
    return {}
