"""Holding an import, letting it go on, ending it early, taking it back, signing it off."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import is_standing, take_back
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.model import OPEN, Import, Status
from concerto.kernel.imports.queue import defer

OVER = _("This is not under way any more.")


@action(on=Import, label=_("Pause"), needs=Act.READ, icon="player-pause", bulk=False)
def pause(actor: Actor, batch: Import) -> None:
    """Hold it after the rows under way; they stay. Raises Refused where it has ended or not begun."""
    if batch.status not in OPEN:
        raise Refused(OVER)
    change(actor, batch, status=Status.PAUSED)


@action(on=Import, label=_("Resume"), needs=Act.READ, icon="player-play", bulk=False)
def resume(actor: Actor, batch: Import) -> None:
    """Let it go on where it stood. Raises Refused where it is not paused."""
    if batch.status != Status.PAUSED:
        raise Refused(_("This is not paused."))
    change(actor, batch, status=Status.WAITING)
    defer(batch.pk)


@action(on=Import, label=_("Cancel"), needs=Act.READ, icon="player-stop", bulk=False)
def cancel(actor: Actor, batch: Import) -> None:
    """End it; the rows that are in stay, and can be taken back. Raises Refused where it has ended."""
    if batch.status not in (*OPEN, Status.PAUSED):
        raise Refused(OVER)
    change(actor, batch, status=Status.CANCELLED, finished_at=timezone.now())
    defer(batch.pk)  # links within the file, between rows that are in, are still to be made


@action(on=Import, label=_("Take back"), needs=Act.READ, icon="arrow-back-up", bulk=False)
def take_back_(actor: Actor, batch: Import) -> Batch:
    """Take back all that it did where nobody has built on it since: a mass change of its own, which can be taken back, too.

    Raises Refused while it is under way, and where it was taken back.
    """
    if not batch.finished_at:
        raise Refused(_("This is still under way. Cancel it first, then it can be taken back."))
    if batch.taken_back_by_id and is_standing(batch.taken_back_by_id):
        raise Refused(_("This was taken back already, or is being taken back right now."))
    back = take_back(actor, named(batch.noun), batch.pk, IMPORT, Batch(), title=batch.file_name)
    came_to_others = batch.verified.get("beside", {}) if batch.updated or batch.merged else {}
    for noun in came_to_others:  # what came with a new record goes with it
        take_back(actor, named(noun), batch.pk, IMPORT, Batch(part_of=back), title=batch.file_name)
    change(actor, batch, taken_back_by=back.pk)
    return back


@action(on=Import, label=_("Sign off"), needs=Act.READ, icon="checks", bulk=False)
def sign_off(actor: Actor, batch: Import) -> None:
    """Say that what came in has been looked at and is right. Raises Refused where it has not ended, or was signed off."""
    if not batch.finished_at:
        raise Refused(_("It can be signed off when it has ended."))
    if batch.signed_at:
        raise Refused(_("This was signed off already."))
    change(actor, batch, signed_by=actor.person, signed_at=timezone.now())
