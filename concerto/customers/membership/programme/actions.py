from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.programme.model import Programme
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of


@action(on=Programme, label=_("Make a customer a member"), needs=Act.READ, icon="user-plus", bulk=False)
def join(actor: Actor, programme: Programme, *, customer: Customer) -> None:
    """Whoever may add members does; raises Refused while the programme is off, Invalid where the customer is one already."""
    if not programme.active:
        raise Refused(_("This programme is off."))
    create(actor, entity_of(Member), {"customer": customer.pk, "programme": programme.pk})
