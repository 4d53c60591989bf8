"""What may be written of a hand-off: its terms stand once it was offered, and its type suits the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.entity.registry import entity_of, meant

AGREED = frozenset({"subject", "type", "giving", "receiving", "giver", "receiver"})


def type_fits(actor: Actor, handoff: Handoff, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where the type is about records of another noun."""
    if not changes.keys() & {"subject", "type"}:
        return
    known = meant(handoff.subject)
    if known is None or not entity_of(handoff).can_be_attached_to(known[0]):
        raise Invalid({"subject": _("There is no such record.")})
    if handoff.type.noun and known[0].id != handoff.type.noun:
        raise Invalid({"type": _("This type of hand-off is about other things.")})


def terms_stand(actor: Actor, handoff: Handoff, changes: Mapping[str, Any]) -> None:
    """Raise Refused where something agreed on would change after the offer, or an open hand-off would go into the trash: it is
    withdrawn and begun anew, so that both sides know."""
    if not handoff.pk or handoff.state in (State.DRAFT, State.WITHDRAWN):
        return
    if "trashed_at" in changes:
        raise Refused(_("Withdraw the hand-off first, so that the other side knows."))
    if handoff.turn and changes.keys() & AGREED and actor.verb == EDIT:
        raise Refused(_("What was offered stands. Withdraw it and begin anew, so that the other side knows."))
