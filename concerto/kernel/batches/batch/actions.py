"""Holding a mass change, letting it go on, ending it early, taking it back. What each record needs is asked per record."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches import beginning
from concerto.kernel.batches.batch.model import OPEN, Batch, Status
from concerto.kernel.batches.later import defer
from concerto.kernel.entity.policy import Act

OVER = _("This is not under way any more.")


@action(on=Batch, label=_("Pause"), needs=Act.READ, icon="player-pause", bulk=False)
def pause(actor: Actor, batch: Batch) -> None:
    """Hold it after the records under way; they stay changed. Raises Refused where it has ended."""
    if batch.status not in OPEN:
        raise Refused(OVER)
    change(actor, batch, status=Status.PAUSED)


@action(on=Batch, label=_("Resume"), needs=Act.READ, icon="player-play", bulk=False)
def resume(actor: Actor, batch: Batch) -> None:
    """Let it go on where it stood. Raises Refused where it is not paused."""
    if batch.status != Status.PAUSED:
        raise Refused(_("This is not paused."))
    change(actor, batch, status=Status.WAITING)
    defer(batch.pk)


@action(on=Batch, label=_("Cancel"), needs=Act.READ, icon="player-stop", bulk=False)
def cancel(actor: Actor, batch: Batch) -> None:
    """End it; what is changed already stays, and can be taken back. Raises Refused where it has ended."""
    if not batch.is_open:
        raise Refused(OVER)
    change(actor, batch, status=Status.CANCELLED, finished_at=timezone.now())


@action(on=Batch, label=_("Undo"), needs=Act.READ, icon="arrow-back-up", bulk=False)
def undo(actor: Actor, batch: Batch) -> Batch:
    """Take it back where nobody has built on it since. Raises Refused while it is under way, or where it was taken back."""
    return beginning.undo_batch(actor, batch)
