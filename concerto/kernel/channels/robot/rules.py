"""What is wrong with a robot, as far as it can be told before anything was posted."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.channels.robot.model import Robot
from concerto.kernel.fields.kind import Label


def wrong(robot: Robot) -> Mapping[str, Label]:
    """Field id → sentence."""
    return {} if robot.kinds else {"kinds": _("This is needed.")}
