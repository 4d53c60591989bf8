"""Who can help: whoever may see what the task is about, and is not responsible for it anyway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.task.guards import seen_by_one
from concerto.kernel.access.actor import UNDO, Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.handing_on import HAND_ON
from concerto.kernel.entity.registry import entity_of, meant


def helps_where_it_can(actor: Actor, helper: TaskHelper, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for whoever could not see it or does it already, and where a row would move to somebody or something else:
    but what a leaver helped with goes to whoever comes after."""
    if not changes.keys() & {"task", "person"} or actor.is_system:
        return
    if helper.pk and (actor.verb not in (HAND_ON, UNDO) or "task" in changes):
        raise Invalid({"person": _("Add the other one, and take this one out.")})
    if helper.person_id == helper.task.assignee_id:
        raise Invalid({"person": _("This person is responsible for it already.")})
    known = meant(helper.task.subject)
    if known and not seen_by_one(known, [helper.person_id]):
        problem = _("{name} may not see this record. Share it with them first, or ask somebody else.")
        raise Invalid({"person": format_lazy(problem, name=entity_of(helper.person).title_of(helper.person))})
