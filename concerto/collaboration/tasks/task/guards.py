"""What may be written of a task: it is about something, somebody can be asked to do it, and that one can see what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.sides import people_of
from concerto.collaboration.tasks.task.model import Task
from concerto.collaboration.tasks.task.order import refuse_circle
from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of, meant


def about_what_can_have_one(actor: Actor, task: Task, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where there is no such record, or none of its noun has tasks."""
    if "subject" not in changes or not task.subject:
        return
    known = meant(task.subject)
    if known is None or not entity_of(task).can_be_attached_to(known[0]):
        raise Invalid({"subject": _("There is no such record.")})


def given_to_who_can_see(actor: Actor, task: Task, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where whoever is to do it may not see the record: they would never learn of it. Of a department one is
    enough. The system itself gives nothing: it goes on with what people gave."""
    known = meant(task.subject)
    if actor.is_system or known is None or task.trashed_at is not None:
        return
    if changes.keys() & {"assignee", "subject"} and task.assignee_id and not seen_by_one(known, [task.assignee_id]):
        problem = _("{name} may not see this record. Share it with them first, or ask somebody else.")
        raise Invalid({"assignee": format_lazy(problem, name=entity_of(task.assignee).title_of(task.assignee))})
    department = task.department_id if changes.keys() & {"department", "subject"} else None
    if department and not seen_by_one(known, people_of(department)):
        raise Invalid({"department": _("Nobody in this department may see this record. Share it with them first.")})


def seen_by_one(about: tuple[Entity, int], people: list[int]) -> bool:
    """Whether one of them may see it: asked once for all who see alike."""
    entity, id = about
    actors = [actor for person in people if (actor := actor_for(person, PAGE))]
    seen = seen_among((actor, entity.id, id) for actor in actors)
    return any((profile(actor, entity.id), entity.id, id) in seen for actor in actors)


def waits_in_no_circle(actor: Actor, task: Task, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where it would wait for one that waits for it, by whatever way."""
    if "after" in changes:
        refuse_circle(task.pk, task.after_id, "after")


def given_by_somebody(actor: Actor, task: Task, changes: Mapping[str, Any]) -> None:
    """Whoever makes a task gave it, unless it says who did; and one that is nobody's is theirs to do."""
    if task.pk:
        return
    task.giver_id = task.giver_id or actor.person
    if task.assignee_id is None and task.department_id is None:
        task.assignee_id = actor.person
