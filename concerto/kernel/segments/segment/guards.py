from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse


def asks_what_one_may_ask(actor: Actor, segment: Segment, changes: Mapping[str, Any]) -> None:
    """Whoever writes the filter must be able to ask it: members tell what it asks."""
    if "filter" not in changes and "noun" not in changes:
        return
    try:
        compiled(actor, named(segment.noun), parse(segment.filter))
    except Unclear as unclear:
        raise Invalid({"filter": unclear.message}) from unclear
