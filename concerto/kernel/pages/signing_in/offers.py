"""Logins that anybody may use, as demos have them: one click on the sign-in page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Offer:
    """One of them."""

    username: str
    password: str
    name: str
    label: Label
    hue: str


_offers: list[Callable[[], Sequence[Offer]]] = []


def offer(offers: Callable[[], Sequence[Offer]]) -> None:
    """Show these on the sign-in page; the site does so for a demo."""
    _offers[:] = [offers]


def offered() -> list[Offer]:
    return [each for offers in _offers for each in offers()]
