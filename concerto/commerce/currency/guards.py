from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.commerce.currency.known import forget
from concerto.commerce.currency.model import Currency
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid


def is_known_at_once(actor: Actor, currency: Currency, changes: Mapping[str, Any]) -> None:
    """Who writes a currency down may use it with the next word."""
    forget()


def code_stays(actor: Actor, currency: Currency, changes: Mapping[str, Any]) -> None:
    """Amounts name their currency by its code. Raises Invalid where that would become another one."""
    if currency.pk and "iso" in changes:
        raise Invalid({"iso": _("The code of a currency stays: amounts are in it.")})
