"""What people do with a customer beside changing it: move it on its way, and say why."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer, Stage
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.registry import named


@action(on=Customer, label=_("Move to a stage"), icon="arrows-split")
def move_to_stage(actor: Actor, customer: Customer, *, stage: Stage, why: str = "") -> None:
    """Put it into a stage; the journal and the stay keep why. Raises Forbidden for whoever may not write the stage."""
    if "stage" not in writable(actor, named("customer")):
        raise Forbidden()
    change(replace(actor, reason=why), customer, stage=stage)
