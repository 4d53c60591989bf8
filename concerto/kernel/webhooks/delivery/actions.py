"""A message once more, whatever became of it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.entity.policy import Act
from concerto.kernel.webhooks.delivery.model import Delivery, State
from concerto.kernel.webhooks.waking import wake


@action(on=Delivery, label=_("Send again"), needs=Act.READ, icon="refresh")
def replay(actor: Actor, delivery: Delivery) -> None:
    """Under the id it had, so that the other side knows it again; whoever sees it may ask for it."""
    change(actor, delivery, state=State.WAITING, tries=0, next_try_at=timezone.now(), problem="")
    wake(delivery.webhook_id)
