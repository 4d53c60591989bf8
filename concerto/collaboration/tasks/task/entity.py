from django.utils.translation import gettext_lazy as _

from concerto.collaboration.matters import stands_for_itself
from concerto.collaboration.tasks.task.actions import drop, finish, move, reopen, start, take, tick, wait
from concerto.collaboration.tasks.task.guards import (
    about_what_can_have_one,
    given_by_somebody,
    given_to_who_can_see,
    waits_in_no_circle,
)
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

task = Entity(
    Task,
    id="task",
    path="tasks",
    prefix="TA",
    label=_("Task"),
    plural=_("Tasks"),
    about=_("What somebody is to do, on a record of any kind or on none: with a day, a checklist and an order."),
    icon="checkbox",
    title=Task.title,
    head=Head(under=[Task.subject], badges=[Task.state, Task.priority]),
    columns=[Task.title, Task.state, Task.due, Task.assignee, Task.priority, Task.subject, Task.department, Task.giver],
    page=[
        Section(_("Task"), Task.title, Task.about, Task.subject, Task.state, Task.priority, Task.due, Task.checklist),
        Section(_("Who"), Task.assignee, Task.department, Task.giver),
        Section(_("Order and rhythm"), Task.after, Task.every, Task.unit, Task.workdays, Task.renews),
        Section(_("Outcome"), Task.closed_at, Task.closed_by, Task.reason),
    ],
    derived=[Task.state, Task.renews, Task.closed_at, Task.closed_by, Task.reason],
    search=[Task.title, Task.about],
    owner=Task.assignee,
    attached=Task.subject,
    attaches=stands_for_itself,
    alone=[Task.assignee, Task.giver, Task.department],
    guards=[given_by_somebody, about_what_can_have_one, given_to_who_can_see, waits_in_no_circle],
    actions=[finish, start, take, wait, drop, reopen, move, tick],
    known_as={
        Task.due: ["deadline", "due date", "截止日期"],
        Task.assignee: ["owner", "assigned to", "负责人", "执行人"],
    },
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE).locking(Task.giver),
    ],
)
