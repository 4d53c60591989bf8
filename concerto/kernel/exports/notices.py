"""What the person who took rows out is told when their file is there, and how exports under way are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.exports.batch.model import OPEN, Export
from concerto.kernel.notices.kinds import Told, kind
from concerto.kernel.notices.running import Run, runs


@kind("export-ready", label=_("An export of mine is ready"), icon="download", page="file")
def export_ready(told: Told) -> str:
    return gettext("The file with your export of %(title)s is ready") % {"title": told.title}


@kind("export-stopped", label=_("An export of mine could not go on"), icon="alert-triangle", page="file")
def export_stopped(told: Told) -> str:
    return gettext("Your export of %(title)s stopped before its end") % {"title": told.title}


@runs(Export)
def under_way(actor: Actor) -> Iterable[Run]:
    mine = visible_to(actor, Export).filter(person=actor.person, status__in=OPEN)
    for export in mine.order_by("created_at"):
        yield Run(
            entity_of(export).title_of(export), f"/exports/{export.pk}/file", export.rows or 0, export.expected or 0
        )
