"""Giving up an export that a worker writes."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.policy import Act
from concerto.kernel.exports.batch.model import Export, Status


@action(on=Export, label=_("Cancel"), needs=Act.READ, icon="player-stop", bulk=False)
def cancel(actor: Actor, export: Export) -> None:
    """Write no further; what was written is thrown away. Raises Refused where it has ended."""
    if not export.is_open:
        raise Refused(_("This is not under way any more."))
    change(actor, export, status=Status.CANCELLED, finished_at=timezone.now())
