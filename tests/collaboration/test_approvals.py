"""A write that a rule holds is not done before everybody agreed who has to; then it is done once, in the name of who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from concerto.collaboration.approvals.approval.actions import approve, ask_again, pass_on, refuse, send_back, withdraw
from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approval.readers import ring, tell_whom_it_concerns
from concerto.collaboration.approvals.known import rules_of
from concerto.collaboration.approvals.steps import KIND
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.collaboration.handoffs.handoff.actions import offer
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.actions.undo import undo
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, customer_of, person_called
from tests.collaboration.approved import answers, asked, now, rule_with
from tests.collaboration.handed import draft, type_with
from tests.queries import Queries

pytestmark = pytest.mark.django_db
LARGE = "amount > 100000"
WON = {"field": "stage", "filter": f"stage = won and {LARGE}"}


def deal(amount: str = "250000", **more: Any) -> Opportunity:
    given = {"name": "Rooftop units", "customer": customer_of("own").pk, "amount": amount, **more}
    found = create(acting("sales"), named("opportunity"), given)
    assert isinstance(found, Opportunity)
    return found


def held(do: Callable[[], Any], by: str = "sales") -> Approval:
    with pytest.raises(NeedsApproval) as needed:
        do()
    return asked(acting(by), needed.value)


def won(record: Opportunity, by: str = "sales") -> Approval:
    return held(lambda: edit(acting(by), named("opportunity"), record.pk, {"stage": "won"}), by)


def stage(record: Opportunity) -> str:
    return Opportunity.everything.values_list("stage", flat=True).get(pk=record.pk)


def test_what_is_held_is_done_with_the_last_yes_in_the_name_of_who_asked() -> None:
    record = deal()
    rule_with(**WON)
    approval = won(record)
    assert stage(record) != "won"
    assert (approval.state, approval.subject) == (State.ASKED, named("opportunity").code(record.pk))
    assert visible_to(acting("executive"), Approval).filter(pk=approval.pk).exists()
    approve(acting("executive"), approval)
    assert (stage(record), now(approval).state) == ("won", State.DONE)
    line = Entry.objects.filter(entity="opportunity", record=record.pk).latest("id")
    assert (line.actor, line.verb) == (person_called("sales").pk, "edit")
    assert named("approval").code(approval.pk) in line.reason


def test_what_no_rule_speaks_of_asks_the_database_nothing() -> None:
    record = deal("90000")
    rule_with(**WON)
    edit(acting("sales"), named("opportunity"), record.pk, {"stage": "won"})
    assert stage(record) == "won"
    actor = acting("sales")
    rules_of(named("note"))
    with Queries() as queries:
        edit(actor, named("customer"), customer_of("own").pk, {"city": "Leeds"})
    assert not [query for query in queries.captured_queries if "approval" in query["sql"]]


def test_a_new_record_that_begins_where_a_transition_leads_is_held_as_well() -> None:
    rule_with(**WON)
    approval = held(lambda: deal(stage="won"))
    approve(acting("executive"), approval)
    made = now(approval).result
    assert stage(Opportunity.everything.get(pk=int(made.partition("-")[2]))) == "won"


def test_steps_follow_each_other_and_those_of_one_decide_side_by_side() -> None:
    record = deal()
    rule_with({"team": "South", "mode": "all"}, {"role": "finance", "person": "legal", "mode": "any"}, **WON)
    approval = won(record, "sales")
    with pytest.raises(NotThere):
        approve(acting("finance"), approval)  # not yet
    approve(acting("service"), approval)
    assert now(approval).step == 1
    approve(acting("rival"), approval)
    assert now(approval).step == 2
    approve(acting("finance"), approval, reason="Covered")
    assert stage(record) == "won"
    assert answers(approval) == [
        ("service", "approved"), ("rival", "approved"), ("finance", "approved"), ("legal", "spared"),
    ]  # fmt: skip


def test_nobody_agrees_to_what_they_asked_for_unless_the_rule_says_so() -> None:
    record = deal()
    rule = rule_with({"role": "sales", "mode": "any"}, **WON)
    approval = won(record)
    assert "sales" not in dict(answers(approval))
    with pytest.raises(Refused):
        approve(acting("sales"), approval)
    with pytest.raises(Invalid):
        pass_on(acting("mate"), approval, person=person_called("sales"))
    withdraw(acting("sales"), approval)
    edit(acting("admin"), named("approval-rule"), rule.pk, {"own_too": True})
    approve(acting("sales"), won(record))
    assert stage(record) == "won"


def test_saying_yes_twice_counts_once() -> None:
    record = deal()
    rule_with({"team": "South", "mode": "all"}, **WON)
    approval = won(record)
    approve(acting("service"), approval)
    with pytest.raises(Forbidden):
        approve(acting("service"), approval)
    assert now(approval).state == State.ASKED
    approve(acting("rival"), approval)
    assert now(approval).reason == ""
    with pytest.raises(Refused):
        approve(acting("rival"), approval)
    assert Entry.objects.filter(entity="opportunity", record=record.pk, verb="edit").count() == 1


def test_a_no_needs_a_reason_and_ends_it() -> None:
    record = deal()
    rule_with({"team": "South", "mode": "all"}, **WON)
    approval = won(record)
    with pytest.raises(Invalid):
        refuse(acting("service"), approval, reason=" ")
    refuse(acting("service"), approval, reason="Too thin a margin")
    kept = now(approval)
    assert (kept.state, kept.reason, answers(approval)[1]) == (State.REFUSED, "Too thin a margin", ("rival", "spared"))
    again = held(lambda: ask_again(acting("sales"), kept))
    assert again.pk != kept.pk
    send_back(acting("rival"), again, reason="Ask legal first")
    assert (now(again).state, stage(record) == "won") == (State.RETURNED, False)


def test_what_was_decided_about_must_still_be_there() -> None:
    record = deal()
    rule_with(**WON)
    approval = won(record)
    edit(acting("sales"), named("opportunity"), record.pk, {"amount": "900000"})
    approve(acting("executive"), approval)
    kept = now(approval)
    assert (kept.state, stage(record) == "won") == (State.STUCK, False)
    again = held(lambda: ask_again(acting("sales"), kept))
    edit(acting("sales"), named("opportunity"), record.pk, {"next_step": "Call"})  # not what it is about
    approve(acting("executive"), again)
    assert now(again).reason == ""
    assert stage(record) == "won"


def test_rights_are_those_of_the_moment_it_is_done() -> None:
    record = deal()
    rule_with(**WON)
    approval = won(record)
    edit(acting("admin"), named("opportunity"), record.pk, {"owner": "rival"})
    approve(acting("executive"), approval)
    assert (now(approval).state, stage(record) == "won") == (State.STUCK, False)
    assert now(approval).reason


def test_who_asked_may_have_left() -> None:
    record = deal()
    rule_with(**WON)
    approval = won(record)
    Person.everything.filter(username="sales").update(left_at=timezone.now())
    approve(acting("executive"), approval)
    assert (now(approval).state, stage(record) == "won") == (State.STUCK, False)


def test_it_is_passed_on_and_withdrawn() -> None:
    record = deal()
    rule_with(**WON)
    approval = won(record)
    pass_on(acting("executive"), approval, person=person_called("finance"), reason="On leave")
    with pytest.raises(Forbidden):
        approve(acting("executive"), approval)
    assert visible_to(acting("finance"), Approval).filter(pk=approval.pk).exists()
    with pytest.raises(Forbidden):
        withdraw(acting("finance"), approval)
    withdraw(acting("sales"), approval, reason="They wait")
    with pytest.raises(Refused):
        approve(acting("finance"), approval)
    assert [answer for _person, answer in answers(approval)] == ["passed-on", "spared"]


@pytest.mark.parametrize("overdue", ["remind", "manager", "lapse"])
def test_the_time_to_decide_is_up_once(overdue: str) -> None:
    record = deal()
    Person.everything.filter(username="executive").update(manager=person_called("finance"))
    rule_with(**WON, overdue=overdue, within=2)
    approval = won(record)
    alarms = list(Alarm.objects.filter(kind=KIND))
    for _again in range(2 if overdue == "lapse" else 1):
        ring(alarms[0])
    kept = now(approval)
    if overdue == "lapse":
        assert (kept.state, answers(approval)) == (State.LAPSED, [("executive", "spared")])
        assert not Notice.objects.filter(kind="approval-late").exists()
    elif overdue == "manager":
        assert answers(approval) == [("executive", "passed-on"), ("finance", "waiting")]
        approve(acting("finance"), approval)
        assert stage(record) == "won"
    else:
        assert list(Notice.objects.filter(kind="approval-late").values_list("person__username", flat=True)) == [
            "executive"
        ]
        assert kept.state == State.ASKED


def test_sent_twice_it_is_asked_once() -> None:
    record = deal()
    rule_with(**WON)
    assert won(record).pk == won(record).pk


def test_undo_of_what_was_approved_is_a_change_like_any_other() -> None:
    record = deal()
    rule_with(**WON)
    approve(acting("executive"), won(record))
    line = Entry.objects.filter(entity="opportunity", record=record.pk).latest("id")
    undo(acting("sales"), line)
    assert stage(record) != "won"
    back = Entry.objects.filter(entity="opportunity", record=record.pk).latest("id")
    with pytest.raises(NeedsApproval) as needed:
        undo(acting("sales"), back)
    assert needed.value.asked is None


def test_those_concerned_are_told_once() -> None:
    record = deal()
    rule_with(**WON)
    before = Entry.objects.latest("id").id
    approval = won(record)
    assert answers(approval) == [("executive", "waiting")]
    lines = list(Entry.objects.filter(id__gt=before).order_by("id"))
    tell_whom_it_concerns(lines)
    tell_whom_it_concerns(lines)
    assert Notice.objects.filter(kind="approval-asked", person=person_called("executive").pk).count() == 1
    approve(acting("executive"), approval)
    tell_whom_it_concerns(list(Entry.objects.filter(id__gt=lines[-1].id).order_by("id")))
    assert Notice.objects.filter(kind="approval-granted", person=person_called("sales").pk).count() == 1


def test_a_transition_is_held_by_whatever_verb_it_comes() -> None:
    """The verb itself is asked for, with what it was given, and done as a whole."""
    rule_with(noun="handoff", field="state", filter="state = offered", name="Offers")
    handoff = draft(type_with())
    approval = held(lambda: offer(acting("sales"), handoff, receiver=person_called("rnd")))
    assert (approval.does, Handoff.everything.get(pk=handoff.pk).state) == ("offer", "draft")
    approve(acting("executive"), approval)
    offered = Handoff.everything.get(pk=handoff.pk)
    assert (now(approval).reason, offered.state, offered.receiver_id) == ("", "offered", person_called("rnd").pk)


def test_who_stands_in_for_somebody_away_decides_in_their_place() -> None:
    record, today = deal(), timezone.localdate()
    away = {"note": "Leave", "since": today - timedelta(days=2), "until": today + timedelta(days=2)}
    given = {**away, "person": person_called("executive").pk, "stand_in": person_called("legal").pk}
    create(acting("admin"), named("absence"), {id: str(value) for id, value in given.items()})
    rule_with(**WON)
    approval = won(record)
    approve(acting("legal"), approval)
    verdict = Verdict.everything.get(approval=approval)
    assert (stage(record), verdict.person, verdict.instead_of) == (
        "won",
        person_called("legal"),
        person_called("executive"),
    )
