"""What those who ask and those who decide are told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("approval-asked", label=gettext_lazy("Something waits for my approval"), icon="checks", group=Group.APPROVAL)
def asked(told: Told) -> str:
    return _("%(who)s asks for your approval: “%(title)s”") % {"who": told.who, "title": told.title}


@kind("approval-granted", label=gettext_lazy("What I asked for was approved"), icon="thumb-up", group=Group.APPROVAL)
def granted(told: Told) -> str:
    return _("“%(title)s” was approved and is done") % {"title": told.title}


@kind(
    "approval-back",
    label=gettext_lazy("What I asked for was refused, sent back or could not be done"),
    icon="thumb-down",
)
def came_back(told: Told) -> str:
    return _("“%(title)s” was not done; see why") % {"title": told.title}


@kind(
    "approval-late",
    label=gettext_lazy("The time to decide about an approval is up"),
    icon="clock-exclamation",
    group=Group.APPROVAL,
)
def late(told: Told) -> str:
    return _("“%(title)s”: the time to decide is up") % {"title": told.title}
