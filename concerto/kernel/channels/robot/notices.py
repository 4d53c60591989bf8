"""What the person who looks after a robot is told when it could not go on."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Told, kind

OFF = "robot-off"


@kind(OFF, label=_("A robot of mine was turned off by itself"), icon="plug-connected-x")
def robot_off(told: Told) -> str:
    return gettext("The robot %(title)s was turned off because it could not go on") % {"title": told.title}
