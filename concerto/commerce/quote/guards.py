"""What of a quote may still be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.commerce.quote.model import OPEN, Quote, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid, Refused

OFFERED = {"name", "customer", "currency", "book", "valid_until", "terms", "trashed_at"}  # what the customer was told


def stays_as_sent(actor: Actor, quote: Quote, changes: Mapping[str, Any]) -> None:
    """Raise Refused where a quote that was sent would say something else, or vanish."""
    before = State(changes["state"][0] if "state" in changes and changes["state"][0] else quote.state)
    if quote.pk and before not in OPEN and not OFFERED.isdisjoint(changes):
        raise Refused(
            format_lazy(
                _("This quote is “{state}” and stays as it is. Revise it: the next version can be changed."),
                state=before.label,
            )
        )


def keeps_its_currency(actor: Actor, quote: Quote, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where prices that are there would become others."""
    if quote.pk and "currency" in changes and quote.gross:
        raise Invalid({"currency": _("There are lines with prices in it. Remove them first, or make another quote.")})
