"""What the two sides of a hand-off are told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind(
    "handoff-offered",
    label=gettext_lazy("Something was handed to me or my department"),
    icon="arrows-exchange",
    group=Group.HANDOFF,
)
def offered(told: Told) -> str:
    return _("%(who)s hands over “%(title)s”") % {"who": told.who, "title": told.title}


@kind(
    "handoff-moved",
    label=gettext_lazy("A hand-off of mine was accepted, delivered or confirmed"),
    icon="arrows-exchange",
    group=Group.HANDOFF,
)
def moved(told: Told) -> str:
    return _("%(who)s took “%(title)s” a step further") % {"who": told.who, "title": told.title}


@kind(
    "handoff-back",
    label=gettext_lazy("A hand-off of mine was returned, sent back or withdrawn"),
    icon="corner-up-left",
    group=Group.HANDOFF,
)
def came_back(told: Told) -> str:
    return _("%(who)s did not take “%(title)s” as it was; see why") % {"who": told.who, "title": told.title}


@kind(
    "handoff-disputed",
    label=gettext_lazy("A dispute about a hand-off is mine to decide"),
    icon="gavel",
    group=Group.HANDOFF,
)
def disputed(told: Told) -> str:
    return _("%(who)s does not agree that “%(title)s” was returned; it is yours to decide") % {
        "who": told.who,
        "title": told.title,
    }


@kind(
    "handoff-decided",
    label=gettext_lazy("A dispute about a hand-off of mine was decided"),
    icon="gavel",
    group=Group.HANDOFF,
)
def decided(told: Told) -> str:
    return _("%(who)s decided about “%(title)s”; see how") % {"who": told.who, "title": told.title}


@kind(
    "handoff-late",
    label=gettext_lazy("A promise of a hand-off is due or overdue"),
    icon="clock-exclamation",
    group=Group.HANDOFF,
)
def late(told: Told) -> str:
    return _("“%(title)s” is waiting: its time is up or nearly so") % {"title": told.title}
