"""A rule that holds writes, and what waits by it."""

from __future__ import annotations

from typing import Any

from concerto.collaboration.approvals.approval.model import Approval
from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.gates import NeedsApproval, ask
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from tests.cast import acting


def rule_with(*steps: dict[str, Any], **values: Any) -> ApprovalRule:
    """A rule with these steps, one after the other; without any, the executive decides."""
    given = {"name": "Large ones", "noun": "opportunity", "does": "edit", **values}
    rule = create(acting("admin"), named("approval-rule"), given)
    for position, step in enumerate(steps or [{"person": "executive"}], start=1):
        told = {"rule": rule.pk, "position": position, "name": f"Step {position}", **step}
        create(acting("admin"), named("approval-step"), told)
    assert isinstance(rule, ApprovalRule)
    return rule


def asked(actor: Actor, needed: NeedsApproval) -> Approval:
    """What the door keeps of a write that was held."""
    waiting = ask(actor, needed)
    assert waiting
    return now(int(waiting.code.partition("-")[2]))


def now(approval: Approval | int) -> Approval:
    """As it is in the database."""
    found = Approval.everything.get(pk=approval if isinstance(approval, int) else approval.pk)
    assert isinstance(found, Approval)
    return found


def answers(approval: Approval) -> list[tuple[str, str]]:
    """Who said what, in order."""
    rows = Verdict.everything.filter(approval=approval).order_by("pk").values_list("person__username", "answer")
    return [(person, answer) for person, answer in rows]
