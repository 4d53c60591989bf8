"""What people are told of meetings."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Told, kind


@kind("meeting-invited", label=gettext_lazy("I am invited to a meeting"), icon="calendar-plus")
def invited(told: Told) -> str:
    return _("%(who)s invites you: “%(title)s”") % {"who": told.who, "title": told.title}


@kind("meeting-moved", label=gettext_lazy("A meeting of mine has another time or place"), icon="calendar-event")
def moved(told: Told) -> str:
    return _("%(who)s moved “%(title)s”: look at its time and place") % {"who": told.who, "title": told.title}


@kind("meeting-cancelled", label=gettext_lazy("A meeting of mine is cancelled"), icon="calendar-event")
def cancelled(told: Told) -> str:
    return _("%(who)s cancelled “%(title)s”") % {"who": told.who, "title": told.title}


@kind("meeting-soon", label=gettext_lazy("A meeting of mine begins soon"), icon="clock-hour-4")
def soon(told: Told) -> str:
    return _("“%(title)s” begins in a quarter of an hour") % {"title": told.title}


@kind("meeting-minutes", label=gettext_lazy("The minutes of a meeting are ready"), icon="notes")
def minutes_ready(told: Told) -> str:
    return _("The minutes of “%(title)s” are ready") % {"title": told.title}
