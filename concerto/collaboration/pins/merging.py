"""Pins of a record that is merged into another stand there from then on."""

from __future__ import annotations

from typing import Any

from concerto.collaboration.pins.model import Pin
from concerto.kernel.actions.merging.references import Keeper, goes_along


def _go_along(noun: str, loser: int, winner: int) -> list[int]:
    ids = list(Pin.objects.filter(entity=noun, record=loser).order_by("pk").values_list("pk", flat=True))
    Pin.objects.filter(pk__in=ids).update(record=winner)
    return ids


def _go_back(noun: str, loser: int, winner: int, kept: Any) -> None:
    Pin.objects.filter(pk__in=kept, entity=noun, record=winner).update(record=loser)


goes_along("pins", Keeper(_go_along, _go_back))
