from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.member.model import Member
from concerto.customers.membership.points.ledger import with_lines
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused


def points_are_brought_along_once(actor: Actor, member: Member, changes: Mapping[str, Any]) -> None:
    if member.pk and "opening" in changes and with_lines(member):
        raise Refused(_("Points are brought along once, before any others. Adjust them instead."))


def points_stay_in_their_programme(actor: Actor, member: Member, changes: Mapping[str, Any]) -> None:
    """Points of one programme are worth nothing in another, and nobody puts away a member who has some."""
    if member.pk and "programme" in changes and with_lines(member):
        raise Refused(
            _("This member has points of the programme already. Join the other one instead."), ask_for=["programme"]
        )
    if changes.get("trashed_at", (None, None))[1] is not None and member.balance:
        raise Refused(_("This member still has points. Let the member leave the programme instead."))
