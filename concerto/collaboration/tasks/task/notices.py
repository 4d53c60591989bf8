"""What people are told of tasks; that one was given to them, the kernel tells."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("task-soon", label=gettext_lazy("A task of mine is due soon"), icon="clock", group=Group.TASK)
def soon(told: Told) -> str:
    return _("“%(title)s” is due soon") % {"title": told.title}


@kind("task-late", label=gettext_lazy("A task of mine is overdue"), icon="clock-exclamation", group=Group.TASK)
def late(told: Told) -> str:
    return _("“%(title)s” is overdue") % {"title": told.title}


@kind(
    "task-closed",
    label=gettext_lazy("What I gave, or was mine to do, is done or dropped"),
    icon="check",
    group=Group.TASK,
)
def closed(told: Told) -> str:
    return _("%(who)s closed “%(title)s”") % {"who": told.who, "title": told.title}


@kind("task-free", label=gettext_lazy("What one of my tasks waited for is done"), icon="lock-open", group=Group.TASK)
def free(told: Told) -> str:
    return _("“%(title)s” can go on: what it waited for is done") % {"title": told.title}


@kind(
    "task-held",
    label=gettext_lazy("My department is given a task that nobody does yet"),
    icon="users",
    group=Group.TASK,
)
def held(told: Told) -> str:
    return _("%(who)s gave your department “%(title)s”") % {"who": told.who, "title": told.title}
