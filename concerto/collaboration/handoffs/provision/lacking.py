"""What a step of a hand-off still lacks, in words."""

from __future__ import annotations

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.provision.beside import terms_of
from concerto.kernel.entity.registry import entity_of


def lacking_for(handoff: Handoff, *, of_giver: bool) -> list[str]:
    """The needed terms beside which nothing stands: those of the giver, or those of the receiver."""
    missing = (each for each in terms_of(handoff) if each.is_missing and each.is_provided == of_giver)
    return [entity_of(each.term).title_of(each.term) for each in missing]
