"""What amounts in other currencies are worth on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concerto.commerce.currency.known import decimals_of
from concerto.commerce.currency.rules import converted
from concerto.commerce.exchange_rate.model import ExchangeRate
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Refused


def rate(actor: Actor, currency: str, on: date) -> Decimal:
    """What one of it is worth in our own currency. Raises Refused, which says of which currency and day there is no rate."""
    if currency == settings.CURRENCY:
        return Decimal(1)
    rows = visible_to(actor, ExchangeRate).filter(currency=currency, since__lte=on).order_by("-since")
    found: Decimal | None = rows.values_list("rate", flat=True).first()
    if found is None:
        told = {"currency": currency, "day": on.isoformat()}
        raise Refused(_("There is no rate of %(currency)s for %(day)s or before. Finance can add one.") % told)
    return found


def worth(actor: Actor, amount: Decimal, currency: str, on: date) -> Decimal:
    """The same of an amount, rounded to what our own currency has. Raises Refused."""
    return converted(amount, rate(actor, currency, on), decimals_of(settings.CURRENCY))
