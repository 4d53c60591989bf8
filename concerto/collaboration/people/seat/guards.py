"""Who may be named: somebody who works in the department or below it, on a record that stands for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.seat.model import Seat
from concerto.collaboration.sides import parts_above, people_of
from concerto.kernel.access.actor import UNDO, Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.handing_on import HAND_ON
from concerto.kernel.entity.registry import entity_of, meant


def stays_with_its_record(actor: Actor, seat: Seat, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a seat would move to another record, or would be of something that has no team."""
    if "subject" not in changes:
        return
    known = meant(seat.subject)
    if seat.pk or known is None or not entity_of(seat).can_be_attached_to(known[0]):
        raise Invalid({"subject": _("A seat stays with the record it was made for.")})


def of_the_department(actor: Actor, seat: Seat, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for somebody who does not work there: the team would say who is responsible, and nobody would be. What is taken
    back may be as it was before, and what a leaver had may go to somebody above."""
    if not changes.keys() & {"person", "department"} or actor.verb == UNDO:
        return
    if actor.verb == HAND_ON and seat.person.department_id in parts_above(seat.department_id):
        return
    if seat.person_id not in people_of(seat.department_id):
        raise Invalid({"person": _("Choose somebody who works in this department or below it.")})
