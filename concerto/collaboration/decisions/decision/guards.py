"""Decisions stay where they were taken; whoever works there keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.decisions.decision.model import Decision
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import entity_of, meant


def stays_where_it_was_taken(actor: Actor, decision: Decision, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where it would belong to anything but a space or a meeting, or move from one to another."""
    known = meant(decision.subject)
    if "subject" in changes and (decision.pk or known is None or not entity_of(decision).can_be_attached_to(known[0])):
        raise Invalid({"subject": _("A decision stays with the space or the meeting in which it was taken.")})
