"""What two departments of the demo company agreed on: when Legal falls behind, Sales takes the standard contracts off it."""

from __future__ import annotations

from concerto.collaboration.linkages.watching import look
from concerto.collaboration.sides import department_of
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named

RULE = {
    "name": "法务守约率偏低时销售协助", "figure": "kept", "threshold": "80", "days": 60,
    "help": "标准合同由销售先按模板填好、逐条核对，法务只审改动的条款；为期两周。",
}  # fmt: skip


def agree() -> None:
    """Keep the rule and look at its figure once, as it is looked at every ten minutes."""
    keeper = visible_to(SYSTEM, Person).filter(username="executive").values_list("pk", flat=True).first()
    sides = {"department": department_of("legal"), "helps": department_of("sales"), "owner": keeper}
    create(SYSTEM, named("linkage"), {**RULE, **sides})
    look()
