"""Tasks that wait for each other would wait for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.tasks.prerequisite.model import Prerequisite
from concerto.collaboration.tasks.task.order import refuse_circle
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid


def leads_in_no_circle(actor: Actor, kept: Prerequisite, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where it would; also where one is taken out of the trash."""
    if kept.pk and changes.keys() & {"task", "before"}:
        raise Invalid({"before": _("Add the other one, and take this one out.")})
    if kept.trashed_at is None and changes.keys() & {"task", "before", "trashed_at"}:
        refuse_circle(kept.task_id, kept.before_id, "before")
