"""The lifecycle that a new company begins with: what each stage means, what it needs, and how long it should take.

Administrators word it anew, and set targets once they have seen their own figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from concerto.customers.customer.model import Stage
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add


@dataclass(frozen=True)
class Described:
    """A stage in both languages, what it needs, and the targets."""

    stage: Stage
    names: tuple[str, str]
    meanings: tuple[str, str]
    needs: str
    target_days: int | None
    target_share: int | None


LIFECYCLE = (
    Described(
        Stage.ACQUIRE, ("Acquire", "获客"),
        ("We know who they are and how to reach them; they have not shown interest yet.", "知道对方是谁、如何联系，对方尚未表现出兴趣。"),
        "", 30, 60,
    ),
    Described(
        Stage.NURTURE, ("Nurture", "培育"),
        ("They are interested, and we are finding out together whether we fit.", "对方有兴趣，双方在了解是否合适。"),
        "owner is not empty", 60, 50,
    ),
    Described(
        Stage.CONVERT, ("Convert", "转化"),
        ("They decide: offer, contract, first order.", "对方正在决策：报价、合同、首单。"),
        "owner is not empty and count(activity) >= 1", 60, 60,
    ),
    Described(
        Stage.RETAIN, ("Retain", "留存"),
        ("They use what they bought, buy again and are content.", "对方在使用产品、持续复购并且满意。"),
        "count(event where kind = purchase) >= 1", None, 20,
    ),
    Described(
        Stage.REFER, ("Refer", "转介绍"),
        ("They recommend us to others.", "对方把我们推荐给他人。"),
        "count(event where kind = purchase) >= 2 and last(event.score where kind = review) >= 4 and "
        "count(event where kind = complaint and at within 90d) = 0",
        None, None,
    ),
)  # fmt: skip


def ensure_lifecycle() -> None:
    """Make it if nobody has ever described a stage."""
    with transaction.atomic():
        if LifecycleStage.everything.exists():
            return
        for each in LIFECYCLE:
            _describe(each)


def _describe(each: Described) -> None:
    (name, name_zh), (meaning, meaning_zh) = each.names, each.meanings
    stage = LifecycleStage(
        stage=each.stage, name=name, name_zh=name_zh, meaning=meaning, meaning_zh=meaning_zh, needs=each.needs,
        target_days=each.target_days, target_share=each.target_share,
    )  # fmt: skip
    add(SYSTEM.doing("create"), stage)
