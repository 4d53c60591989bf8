"""How large something is, as people say it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from concerto.kernel.text.numbers import show_number

STEPS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def show_size(size: int) -> str:
    """“1.2 MB”: bytes in the largest unit that leaves a digit before the point; a decimal where there is one digit only."""
    language = get_language() or "en"
    for unit, name in STEPS:
        if size >= unit:
            step = Decimal("0.1") if size < 10 * unit else Decimal(1)
            amount = (Decimal(size) / unit).quantize(step, ROUND_HALF_UP)
            return f"{show_number(amount, language)} {name}"
    return f"{show_number(size, language)} B"
