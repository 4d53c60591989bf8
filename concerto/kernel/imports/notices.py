"""What the person who brought a file in is told when it has ended, and how imports under way are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.notices.kinds import Told, kind
from concerto.kernel.notices.running import Run, runs


@kind("import-finished", label=_("An import of mine has finished"), icon="upload", page="report")
def import_finished(told: Told) -> str:
    return gettext("%(title)s was brought in") % {"title": told.title}


@kind("import-failed", label=_("An import of mine could not go on"), icon="alert-triangle", page="report")
def import_failed(told: Told) -> str:
    return gettext("Bringing in %(title)s stopped before its end") % {"title": told.title}


@runs(Import)
def under_way(actor: Actor) -> Iterable[Run]:
    started = visible_to(actor, Import).filter(person=actor.person, finished_at=None)
    for batch in started.exclude(started_at=None).order_by("started_at"):
        yield Run(batch.file_name, f"/imports/{batch.pk}/report", batch.rows or 0, batch.expected or 0)
