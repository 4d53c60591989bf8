"""A stage is not taken away from under its deals. Deals that come to it hold it meanwhile, so the count is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.stage.model import Stage


def deals_keep_it(actor: Actor, stage: Stage, changes: Mapping[str, Any]) -> None:
    """Raise Refused where deals are in it and it would go, have another key, or be one of another pipeline."""
    was = changes.get("key", [stage.key])[0]
    goes = "trashed_at" in changes and stage.trashed_at is not None
    if not stage.pk or not (goes or changes.keys() & {"key", "pipeline"}):
        return
    if Opportunity.everything.filter(stage=was).exists():
        raise Refused(_("There are deals in this stage, maybe in the trash. Move them to another stage first."))
