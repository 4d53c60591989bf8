"""What is done with robots: connect them to their group, on, off, a trial, and once more what did not arrive."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import JOB, SYSTEM, Actor
from concerto.kernel.access.sealing import seal, unseal
from concerto.kernel.actions.action import action, locked
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.channels.robot.model import Card, Robot
from concerto.kernel.channels.robot.notices import OFF
from concerto.kernel.channels.robot.waking import wake
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.sending import notify
from concerto.kernel.webhooks.delivery.model import State
from concerto.kernel.webhooks.hook.rules import wrong_address


@action(on=Robot, label=_("Connect to the group"), icon="link", bulk=False)
def connect(actor: Actor, robot: Robot, *, address: str, secret: str = "") -> None:
    """Keep the address that the service gave for this robot, and its secret for signatures if it has one; both sealed. The
    robot is on from here. The journal tells to which server it goes, not the key."""
    if problem := wrong_address(address):
        raise Invalid({"address": problem})
    sealed = {"address": seal(address, _purpose(robot)), "secret": seal(secret, _purpose(robot)) if secret else ""}
    Robot.everything.filter(pk=robot.pk).update(**sealed)
    change(actor, robot, goes_to=urlsplit(address).netloc, active=True, off_because="", failures=0, paused_until=None)
    wake(robot.pk)


@action(on=Robot, label=_("Turn on"), icon="player-play")
def turn_on(actor: Actor, robot: Robot) -> None:
    """What waited while it was off is posted as well. Raises Refused before it was connected."""
    if not robot.address:
        raise Refused(_("Connect it to its group first."))
    change(actor, robot, active=True, off_because="", failures=0, paused_until=None)
    wake(robot.pk)


@action(on=Robot, label=_("Turn off"), icon="player-pause")
def turn_off(actor: Actor, robot: Robot) -> None:
    """What happens while it is off is not posted later."""
    change(actor, robot, active=False)


@action(on=Robot, label=_("Send a test card"), icon="bolt")
def send_test(actor: Actor, robot: Robot) -> None:
    """A card without a record; it is posted as soon as the robot is on."""
    now = timezone.now()
    Card.objects.create(robot=robot, made_at=now, next_try_at=now)
    wake(robot.pk)


@action(on=Robot, label=_("Send again what failed"), icon="refresh")
def replay_failed(actor: Actor, robot: Robot) -> None:
    failed = Card.objects.filter(robot=robot.pk, state=State.FAILED)
    failed.update(state=State.WAITING, tries=0, next_try_at=timezone.now())
    change(actor, robot, paused_until=None)
    wake(robot.pk)


def off_by_itself(robot: Robot, because: Label) -> None:
    """Turn a robot off that cannot go on, in its own transaction, and tell whoever looks after it."""
    with transaction.atomic():
        fresh = locked(SYSTEM.at(JOB), Robot, robot.pk, Act.EDIT)
        line = change(SYSTEM.at(JOB).doing(turn_off.verb), fresh, active=False, off_because=str(because)[:500])
        if line:
            notify([fresh.person_id], OFF, about=fresh, journal_id=line)


def where(robot: Robot) -> tuple[str, str]:
    """Address and secret. Raises Unsealable where the key that sealed them is gone."""
    purpose = _purpose(robot)
    return unseal(robot.address, purpose), unseal(robot.secret, purpose) if robot.secret else ""


def _purpose(robot: Robot) -> str:
    return f"robot {robot.pk}"
