"""How administrators described the stages, by stage; of several descriptions of one the oldest counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Stage
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.stay.entity import stay
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to

ORDER: tuple[str, ...] = tuple(Stage.values)


def described(actor: Actor) -> Mapping[str, LifecycleStage]:
    rows = visible_to(actor, LifecycleStage).order_by("-pk").defer("search")
    return {row.stage: row for row in rows}


def may_know(actor: Actor) -> bool:
    """Whether the reader may know in which stages customers are, and were."""
    return "stage" in readable(actor, customer) and {"stage", "since", "until"} <= readable(actor, stay).keys()


def after(stage: str) -> str | None:
    """The stage that comes next."""
    at = ORDER.index(stage) + 1 if stage in ORDER else 0
    return ORDER[at] if at < len(ORDER) else None


def onwards(stage: str) -> tuple[str, ...]:
    """The stage and all that come after it."""
    return ORDER[len(list(takewhile(lambda each: each != stage, ORDER))) :]
