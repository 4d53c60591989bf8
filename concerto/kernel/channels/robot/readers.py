"""What follows a notice: a card of each robot whose group it concerns, in the transaction in which it is told."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.channels.robot.audience import give_cards
from concerto.kernel.channels.robot.model import Robot
from concerto.kernel.channels.robot.waking import wake
from concerto.kernel.notices.kinds import Kind
from concerto.kernel.notices.sending import carrier


@carrier
def hand_to_robots(kind: Kind, ids: Sequence[int]) -> None:
    """A matter of which a whole department is told makes one card."""
    for robot in Robot.everything.filter(active=True, trashed_at=None, kinds__contains=[kind.id]).order_by("pk"):
        if give_cards(robot, ids):
            wake(robot.pk)
