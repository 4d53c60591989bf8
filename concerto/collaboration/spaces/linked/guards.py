"""Records are linked by whoever works in the space, or takes part in the meeting; and only where they can be worked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, meant


def linked_by_who_works_there(actor: Actor, linked: LinkedRecord, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for a record of a noun that nothing is done on together, Forbidden for a space or meeting of others."""
    known = meant(linked.subject)
    if known is None or not entity_of(linked).can_be_attached_to(known[0]):
        raise Invalid({"subject": _("There is no such record.")})
    if linked.pk and changes.keys() & {"subject", "space", "meeting"}:
        raise Invalid({"subject": _("Link the other record, and take this one out.")})
    for model, where in ((Space, linked.space_id), (Meeting, linked.meeting_id)):
        if where and not reached(actor, model, [where], Act.EDIT):
            raise Forbidden(_("Only whoever works in it can link records to it. Nothing was changed."))
