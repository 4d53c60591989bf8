"""The tasks of a record beside it, where they are added and ticked off; and the card of a task above its own timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.collaboration.tasks.helper.entity import task_helper
from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.prerequisite.entity import prerequisite
from concerto.collaboration.tasks.prerequisite.model import Prerequisite
from concerto.collaboration.tasks.task.checklist import Step, steps_of
from concerto.collaboration.tasks.task.entity import task as described
from concerto.collaboration.tasks.task.model import OWED, Task
from concerto.collaboration.tasks.task.order import before, behind
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.query.listing import Count, with_links
from concerto.kernel.query.veil import veil
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query
from concerto.kernel.ui.sight import sight_of

SHOWN = 7
PATH = "tasks"  # below a record's own address


@dataclass(frozen=True)
class Brief:
    """A task in a line."""

    task: Task
    title: str
    url: str
    whose: str
    is_late: bool
    progress: str


@dataclass(frozen=True)
class Card:
    """A task on its own page: what can be done to it, its checklist, who helps, and what it waits for and from whom, or holds up."""

    task: Task
    address: str
    verbs: Sequence[Action[Task]]
    steps: Sequence[Step]
    about: Look | None
    before: Sequence[tuple[Task, str]]
    behind: Sequence[Task]
    helpers: Sequence[tuple[TaskHelper, str]]
    is_late: bool

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def add_helper(self) -> str:
        return with_query(new_address(task_helper), task=self.task.pk, back=self.address)

    @property
    def add_prerequisite(self) -> str:
        return with_query(new_address(prerequisite), task=self.task.pk, back=self.address)


def may_have_tasks(look: Look) -> bool:
    return described.can_be_attached_to(look.entity) and may(look.actor, described, Act.CREATE)


@panel(on=None)
def tasks(look: Look) -> Panel | None:
    """What is to be done about the record, what is due first at the top; and a line to add one."""
    if not may_have_tasks(look):
        return None
    rows = _of(look.actor, look.entity).rows(id=look.record.pk) if look.has(described) else []
    found = veil(look.actor, described, rows)
    told = [_brief(look.actor, each) for each in found[:SHOWN]]
    return Panel(
        "tasks",
        _("Tasks"),
        [Line(each.title, each.url) for each in told],
        Count(len(told), exact=len(found) <= SHOWN),
        all=list_address(described, filter=f'subject = "{look.code}"'),
        add=with_query(new_address(described), subject=look.code, back=look.address),
        add_label=_("Add a task with all its details"),
        template="tasks/beside.html",
        shown=told,
    )


@panel(on=Task, place=Place.TOP, instead_of=[TaskHelper.task, Prerequisite.task, Prerequisite.before])
def itself(look: Look) -> Panel:
    assert isinstance(look.record, Task)
    return Panel(
        "task",
        "",
        [Line(look.title, look.address)],
        Count(1, exact=True),
        template="tasks/top.html",
        shown=[card(look)],
    )


def card(look: Look) -> Card:
    task = look.record
    assert isinstance(task, Task)
    verbs = [each for each in described.actions.values() if look.may_edit and each.suits(look.actor, task)]
    near = visible_to(look.actor, Task).defer("search")
    earlier, later = before([task.pk]).get(task.pk, []), behind([task.pk]).get(task.pk, [])
    seen = _with_links(near.filter(pk__in=[each.pk for each in earlier]).order_by("due", "pk"))
    veiled = veil(look.actor, described, list(seen))
    waits_for = [(each, _whose(look.actor, each)) for each in veiled]
    waiting = list(near.filter(pk__in=later, state__in=OWED).order_by("due", "pk")[:SHOWN])
    return Card(
        task, look.address, verbs, steps_of(task.checklist), _about(look), waits_for, waiting, _helpers(look), _is_late(task)
    )  # fmt: skip


def _with_links(rows: QuerySet[Task]) -> QuerySet[Task]:
    return with_links(described, rows)  # type: ignore[return-value]  # rows of the noun itself


def _helpers(look: Look) -> list[tuple[TaskHelper, str]]:
    rows = visible_to(look.actor, TaskHelper).filter(task=look.record.pk).order_by("pk")
    sight = sight_of(look.actor, task_helper)
    found = veil(
        look.actor,
        task_helper,
        list(rows.select_related("person", "task").defer("search", "person__search", "task__search")),
    )
    people = [(each, sight.linked(task_helper.fields["person"], each)) for each in found]
    return [(each, sight.title_of(person)) for each, person in people if person]


def _about(look: Look) -> Look | None:
    """The record that it is about, for whoever may see it."""
    above = described.above(look.record)
    try:
        return look_at(look.actor, *above) if above else None
    except NotThere:
        return None


def _brief(actor: Actor, task: Task) -> Brief:
    sight = sight_of(actor, described)
    steps = steps_of(task.checklist)
    progress = f"{sum(step.done for step in steps)}/{len(steps)}" if steps else ""
    address = record_address(described, task.pk)
    return Brief(task, sight.title_of(task), address, _whose(actor, task), _is_late(task), progress)


def _whose(actor: Actor, task: Task) -> str:
    """The name of the assignee; of the department while there is none."""
    sight = sight_of(actor, described)
    linked = sight.linked(described.fields["assignee"], task) or sight.linked(described.fields["department"], task)
    return sight.title_of(linked) if linked else ""


def _is_late(task: Task, now: datetime | None = None) -> bool:
    return task.state in OWED and task.due is not None and task.due < (now or timezone.now())


@kept
def _of(actor: Actor, entity: Entity) -> QuerySet[Task]:
    rows = visible_to(actor, Task, above=entity).filter(prefix=entity.prefix, number=Slot("id"), state__in=OWED)
    return with_links(described, rows).order_by(F("due").asc(nulls_last=True), "pk")[: SHOWN + 1]  # type: ignore[return-value]
