"""Each side fills its own terms, as long as the hand-off is theirs to fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.collaboration.handoffs.handoff.rules import is_on
from concerto.collaboration.handoffs.mode.modes import GIVER, RECEIVER
from concerto.collaboration.handoffs.provision.model import Provision
from concerto.collaboration.handoffs.term.model import PROVIDED, Term
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused

FILLED_IN = {  # what was accepted was accepted as it stood
    GIVER: (State.DRAFT, State.OFFERED, State.RETURNED),
    RECEIVER: AT_WORK,
}


def open_to(side: str, handoff: Handoff) -> bool:
    """Whether a side can fill its terms at this point of the hand-off."""
    return handoff.state in FILLED_IN[side]


def the_sides_own(actor: Actor, provision: Provision, changes: Mapping[str, Any]) -> None:
    """Raise Invalid for a term of another type, Forbidden where it is the other side's, Refused where it is too late or early."""
    if provision.term.type_id != provision.handoff.type_id:
        raise Invalid({"term": _("This term belongs to another type of hand-off.")})
    if provision.file_id and provision.file.subject != provision.handoff.subject:
        raise Invalid({"file": _("This file belongs to another record, which the other side may not see.")})
    before = changes.get("handoff", (None, None))[0], changes.get("term", (None, None))[0]
    refuse_other_side(actor, provision.handoff, provision.term)
    if provision.pk and any(before):
        handoff, term = before[0] or provision.handoff_id, before[1] or provision.term_id
        refuse_other_side(actor, Handoff.everything.get(pk=handoff), Term.everything.get(pk=term))


def refuse_other_side(actor: Actor, handoff: Handoff, term: Term) -> None:
    """What stands beside a term is for its side to write, there as well where it is taken away."""
    side = GIVER if term.part in PROVIDED else RECEIVER
    if not is_on(side, actor, handoff):
        raise Forbidden(_("This is for the other side to fill. Nothing was changed."))
    if not open_to(side, handoff):
        raise Refused(_("At this point of the hand-off it can no longer be changed."))
