"""What the person who began a mass change is told when it has ended, and how mass changes under way are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.batches.batch.model import Batch, Status
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.notices.kinds import Told, kind
from concerto.kernel.notices.running import Run, runs


@kind("batch-finished", label=_("A mass change of mine has finished"), icon="checks")
def batch_finished(told: Told) -> str:
    return gettext("The mass change %(title)s is done") % {"title": told.title}


@kind("batch-stopped", label=_("A mass change of mine could not go on"), icon="alert-triangle")
def batch_stopped(told: Told) -> str:
    return gettext("The mass change %(title)s stopped before its end") % {"title": told.title}


@runs(Batch)
def under_way(actor: Actor) -> Iterable[Run]:
    """Those that a worker does; small ones are over before a page could ask."""
    mine = visible_to(actor, Batch).filter(person=actor.person, status__in=(Status.WAITING, Status.RUNNING))
    for batch in mine.order_by("created_at"):
        done = sum(count or 0 for count in (batch.changed, batch.unchanged, batch.refused, batch.conflicts))
        yield Run(entity_of(Batch).title_of(batch), f"/batches/{batch.pk}", done, batch.total or 0)
