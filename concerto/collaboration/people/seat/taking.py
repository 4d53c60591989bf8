"""Taking a seat oneself: whoever reads a record may, without being allowed to change it.

It opens nothing: whoever takes a seat sees no more than before. See readers.py for whom others name.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.model import Part, Seat
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import within_limits
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act


def take(actor: Actor, entity: Entity, id: int) -> Seat:
    """Look after a record for one's own department: as who leads there if nobody does, else beside them. Raises Refused."""
    if actor.person is None or not within_limits(actor, described, Act.CREATE):
        raise Forbidden()
    if not described.can_be_attached_to(entity) or not reached(actor, entity.model, [id]):
        raise NotThere()
    if actor.department is None:
        raise Refused(_("You belong to no department. An administrator can say to which."))
    with transaction.atomic():
        there = Seat.everything.filter(prefix=entity.prefix, number=id, department=actor.department, trashed_at=None)
        part = Part.MEMBER if there.filter(part=Part.LEAD).exists() else Part.LEAD
        held = {"department_id": actor.department, "person_id": actor.person}
        return add(actor.doing(CREATE), Seat(subject=entity.code(id), part=part, **held))
