from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.commerce.quote_line.model import QuoteLine
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.number import LARGEST_AMOUNT


def fits(line: QuoteLine) -> Mapping[str, Label]:
    """A quote of the most lines still has room for the sum of them."""
    most = LARGEST_AMOUNT / 1000
    amount = (line.quantity or 0) * max(line.unit_price or 0, line.list_price or 0)
    return {"quantity": _("So much money does not fit into a line.")} if amount > most else {}
