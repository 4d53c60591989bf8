"""Several at once: what is asked twice is asked once, and what two agree to at the same moment is done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from concerto.collaboration.approvals.approval.actions import approve
from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, customer_of
from tests.collaboration.approved import answers, asked, now, rule_with


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[bool]:
    """Each in a thread with a connection of its own: whether it was done."""

    def run(task: Callable[[], Any]) -> bool:
        try:
            task()
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return sorted(pool.map(run, tasks))


def test_two_at_once_are_asked_and_done_once(committed: object) -> None:
    given = {"name": "Rooftop units", "customer": customer_of("own").pk, "amount": "250000"}
    deal = create(acting("sales"), named("opportunity"), given).pk
    rule_with({"role": "finance", "person": "legal", "mode": "any"}, field="stage", filter="stage = won")

    def win() -> None:
        actor = acting("sales")
        try:
            edit(actor, named("opportunity"), deal, {"stage": "won"})
        except NeedsApproval as needed:
            asked(actor, needed)

    assert at_once([win] * 4) == [True] * 4
    approval = Approval.everything.get(state=State.ASKED, subject=named("opportunity").code(deal))
    done = at_once([lambda: approve(acting("finance"), approval), lambda: approve(acting("legal"), approval)] * 2)
    assert done == [False, False, False, True]
    assert Entry.objects.filter(entity="opportunity", record=deal, verb="edit").count() == 1
    assert (now(approval).state, sorted(answer for _who, answer in answers(approval))) == (
        State.DONE,
        ["approved", "spared"],
    )
