from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concerto.commerce.exchange_rate.model import ExchangeRate
from concerto.kernel.fields.kind import Label


def of_another_currency(rate: ExchangeRate) -> Mapping[str, Label]:
    """Our own currency is worth itself."""
    return {"currency": _("Our own currency has no rate.")} if rate.currency == settings.CURRENCY else {}
