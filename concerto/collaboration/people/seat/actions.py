"""Leaving a seat of one's own: whoever reads a record may, without being allowed to change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.seat.model import Seat
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.bulk import move_many
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.actions.standard import DELETE
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of


def own(actor: Actor, seat: Seat) -> bool:
    return seat.person_id == actor.person


@action(on=Seat, label=_("Leave this seat"), needs=Act.READ, icon="door-exit", bulk=False, suits=own)
def leave_seat(actor: Actor, seat: Seat) -> None:
    """Look after it no longer. Raises Forbidden for a seat of somebody else."""
    if not own(actor, seat):
        raise Forbidden()
    move_many(actor.doing(DELETE), entity_of(seat), [seat.pk], to_trash=True)
