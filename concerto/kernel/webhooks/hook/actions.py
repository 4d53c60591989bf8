"""What is done with webhooks: on, off, a new secret, a trial, and once more what did not arrive."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import JOB, SYSTEM, Actor
from concerto.kernel.actions.action import action, locked
from concerto.kernel.actions.change import change
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.sending import notify
from concerto.kernel.webhooks.delivery.model import Delivery, State
from concerto.kernel.webhooks.hook.model import Webhook
from concerto.kernel.webhooks.notices import OFF
from concerto.kernel.webhooks.waking import wake


@action(on=Webhook, label=_("Turn on"), icon="player-play")
def turn_on(actor: Actor, hook: Webhook) -> None:
    """From now on it is told; what waited while it was off is sent as well."""
    change(actor, hook, active=True, off_because="", failures=0, paused_until=None)
    wake(hook.pk)


@action(on=Webhook, label=_("Turn off"), icon="player-pause")
def turn_off(actor: Actor, hook: Webhook) -> None:
    """What happens while it is off is not told later."""
    change(actor, hook, active=False)


@action(on=Webhook, label=_("New secret"), icon="key")
def rotate_secret(actor: Actor, hook: Webhook) -> None:
    """The one before is signed with for another day, so that the other side can change over in peace."""
    change(actor, hook, generation=(hook.generation or 1) + 1, rotated_at=timezone.now())


@action(on=Webhook, label=_("Send a test"), icon="bolt")
def send_test(actor: Actor, hook: Webhook) -> None:
    """A message without a record; it is tried once the hook is on."""
    Delivery.everything.bulk_create([Delivery.of(hook, "webhook.test")])
    wake(hook.pk)


@action(on=Webhook, label=_("Send again what failed"), icon="refresh")
def replay_failed(actor: Actor, hook: Webhook) -> None:
    """Everything that was given up is tried anew, under the ids it had."""
    failed = Delivery.everything.filter(webhook=hook.pk, state=State.FAILED)
    failed.update(state=State.WAITING, tries=0, next_try_at=timezone.now())
    change(actor, hook, paused_until=None)
    wake(hook.pk)


def off_by_itself(hook: Webhook, because: Label) -> None:
    """Turn a hook off that cannot go on, in its own transaction, and tell its person; the hook says why."""
    with transaction.atomic():
        fresh = locked(SYSTEM.at(JOB), Webhook, hook.pk, Act.EDIT)
        line = change(SYSTEM.at(JOB).doing(turn_off.verb), fresh, active=False, off_because=str(because)[:500])
        if line:
            notify([fresh.person_id], OFF, about=fresh, journal_id=line)
