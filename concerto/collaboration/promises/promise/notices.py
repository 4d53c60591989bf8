"""What people are told of promises. Who is given one is told as of anything that becomes theirs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("promise-soon", label=gettext_lazy("A promise of mine is due soon"), icon="clock-hour-4", group=Group.TASK)
def due_soon(told: Told) -> str:
    return _("“%(title)s” was promised and is due soon") % {"title": told.title}


@kind(
    "promise-late",
    label=gettext_lazy("A promise of mine or my people is overdue"),
    icon="clock-exclamation",
    group=Group.TASK,
)
def overdue(told: Told) -> str:
    return _("“%(title)s” was promised and is overdue") % {"title": told.title}


@kind(
    "promise-settled",
    label=gettext_lazy("A promise that concerns me was kept, broken or released"),
    icon="progress-check",
)
def settled(told: Told) -> str:
    return _("%(who)s says what became of the promise “%(title)s”") % {"who": told.who, "title": told.title}
