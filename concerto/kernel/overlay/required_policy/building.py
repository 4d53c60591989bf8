"""From the policies that administrators keep to what a record may not lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

from concerto.kernel.entity.cleaning import Needed
from concerto.kernel.overlay.required_policy.model import RequiredPolicy

_BETWEEN = re.compile(r"[\s,，;；]+")


def needed_by(policies: Iterable[RequiredPolicy]) -> tuple[Needed, ...]:
    return tuple(Needed(tuple(listed(each.fields)), frozenset(listed(each.steps))) for each in policies)


def listed(text: str) -> list[str]:
    """The ids in a text, each once, in order."""
    return list(dict.fromkeys(word for word in _BETWEEN.split(text) if word))
