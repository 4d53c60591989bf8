from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from concerto.kernel.actions.action import Action


@dataclass(frozen=True)
class Handed:
    """What a verb hands over to whoever did it, and keeps nowhere: the page shows the first of it for copying, programs are
    answered all of it by name."""

    values: Mapping[str, str]

    @property
    def words(self) -> str:
        return next(iter(self.values.values()))


def hands_over(action: Action[Any]) -> bool:
    """Whether the verb answers something that is to be handed over."""
    return get_type_hints(action.run).get("return") is Handed
