"""Where a deal may go: what a stage needs is asked at every door, and a refusal leaves everything as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.actions.undo import undo
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.sales.opportunity.actions import lose, move, reopen, win
from concerto.sales.opportunity.model import LostReason, Opportunity
from concerto.sales.pipeline.model import Pipeline
from concerto.sales.stage import known
from concerto.sales.stage.model import Stage
from tests.cast import acting, api_of, client_of, customer_of
from tests.kernel.imports.test_running import brought, ends
from tests.sales.deals import ask, deal, lines_of, now, put, read, renewals, stage

HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def as_they_are() -> Any:
    known.forget()
    yield
    known.forget()


@pytest.mark.django_db
def test_there_is_a_first_pipeline_with_the_stages_that_there_always_were() -> None:
    rows = Stage.everything.order_by("position").values_list("key", "kind", "pipeline__name_zh")
    assert list(rows) == [
        ("discovery", "open", "新签"),
        ("proposal", "open", "新签"),
        ("negotiation", "open", "新签"),
        ("won", "won", "新签"),
        ("lost", "lost", "新签"),
    ]
    assert (deal().stage, deal().pipeline_id) == ("discovery", known.first_pipeline())


@pytest.mark.django_db
def test_what_is_missing_is_asked_for_and_nothing_else() -> None:
    ask("proposal", demands="amount, close_on, next_step")
    one = deal(amount="1000")
    before = (now(one).version, lines_of(one))
    with pytest.raises(Invalid) as refused:
        move(acting("sales"), one, to=stage("proposal"))
    assert (list(refused.value.problems), now(one).stage) == (["close_on", "next_step"], "discovery")
    assert str(refused.value.message) == "“Proposal” needs more: Expected close, Next step"
    with translation.override("zh-hans"):
        assert str(refused.value.message) == "进入“方案”阶段还需填写：预计成交日、下一步"
    with pytest.raises(Invalid):
        put(one, stage="proposal", close_on="2031-01-31")
    assert (now(one).version, lines_of(one)) == before
    assert put(one, stage="proposal", close_on="2031-01-31", next_step="Call").stage == "proposal"


@pytest.mark.django_db
def test_a_new_deal_has_what_its_stage_needs() -> None:
    ask("negotiation", demands="amount")
    with pytest.raises(Invalid) as refused:
        deal(stage="negotiation")
    assert list(refused.value.problems) == ["amount"]
    assert deal(stage="negotiation", amount="1").stage == "negotiation"


@pytest.mark.django_db
def test_a_dragged_card_stays_and_the_dialog_asks_for_just_what_is_missing() -> None:
    ask("proposal", demands="amount, next_step")
    one = deal(amount="1000")
    address = f"/opportunities/{one.pk}/move?layout=board&by=stage"
    response = client_of("sales").post(address, {"stage": "proposal", "from": "discovery"}, headers=HX)
    page = response.content.decode()
    assert (response.status_code, now(one).stage) == (422, "discovery")
    assert 'name="next_step"' in page and 'name="amount"' not in page and "“Proposal” needs more" in page
    given = {"stage": "proposal", "next_step": "Call", "asked": "next_step", "version": str(one.version)}
    response = client_of("sales").post(address, given, headers=HX)
    assert (response.status_code, now(one).stage, now(one).next_step) == (200, "proposal", "Call")
    assert json.loads(response.headers["HX-Trigger"])["card-placed"] == {"id": one.pk, "lane": "proposal"}


@pytest.mark.django_db
def test_a_step_of_the_path_and_the_dialog_of_a_verb_ask_alike() -> None:
    ask("proposal", demands="next_step")
    ask("won", demands="amount")
    one, browser = deal(), client_of("sales")
    response = browser.post(f"/opportunities/{one.pk}/fields/stage", {"stage": "proposal"}, headers=HX)
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#asked")
    assert 'name="next_step"' in response.content.decode()
    response = browser.post(f"/opportunities/{one.pk}/actions/win", {}, headers=HX)
    assert response.status_code == 422 and 'name="amount"' in response.content.decode()
    assert lines_of(one) == 1
    response = browser.post(f"/opportunities/{one.pk}/actions/win", {"amount": "1200"}, headers=HX)
    assert (now(one).stage, str(now(one).amount)) == ("won", "1200.00")


@pytest.mark.django_db
def test_many_at_once_and_a_file_meet_the_same_rules() -> None:
    ask("proposal", demands="next_step")
    ready, bare = deal(name="Ready", next_step="Call"), deal(name="Bare")
    batch = begin(
        acting("sales"), named("opportunity"), "edit", {"stage": "proposal"}, Selection(ids=(ready.pk, bare.pk))
    )
    run(acting("sales"), batch)
    assert (now(ready).stage, now(bare).stage, lines_of(bare)) == ("proposal", "discovery", 1)
    customer = named("customer").code(customer_of("own").pk)
    text = f"name,customer,stage,next step\nGood,{customer},proposal,Call\nBad,{customer},proposal,\nWorse,{customer},lost,\n"
    brought_in = brought(acting("admin"), text, noun="opportunity")
    assert ends(brought_in) == {"created": 1, "rejected": 2}
    assert list(Opportunity.everything.filter(name__in=("Good", "Bad", "Worse")).values_list("name", flat=True)) == [
        "Good"
    ]


@pytest.mark.django_db
def test_a_program_is_told_which_fields_are_missing() -> None:
    ask("proposal", demands="amount")
    one = deal()
    response = api_of("sales").patch(
        f"/api/v1/opportunities/{one.pk}", json.dumps({"stage": "proposal"}), content_type="application/json"
    )
    assert (response.status_code, now(one).stage) == (422, "discovery")
    assert "amount" in response.content.decode()


@pytest.mark.django_db
def test_won_and_lost_and_open_again() -> None:
    actor, one = acting("sales"), deal(stage="negotiation")
    win(actor, one)
    read()
    assert (now(one).stage, now(one).closed_on is not None, now(one).stalls_on) == ("won", True, None)
    reopen(actor, one)
    read()
    assert (now(one).stage, now(one).closed_on) == ("negotiation", None)
    rival = create(acting("admin"), named("competitor"), {"name": "Tin Lantern"})
    lose(actor, one, reason=LostReason.PRICE, why="Ten per cent less", competitor=rival)
    read()
    found = now(one)
    assert (found.stage, found.lost_reason, found.lost_why, found.competitor_id) == (
        "lost",
        "price",
        "Ten per cent less",
        rival.pk,
    )
    assert found.closed_on is not None
    reopen(actor, one)
    assert (now(one).stage, now(one).lost_reason, now(one).lost_why) == ("negotiation", "", "")
    with pytest.raises(Refused):
        reopen(actor, one)
    with pytest.raises(Invalid) as refused:
        put(one, stage="lost")
    assert list(refused.value.problems) == ["lost_reason"]


@pytest.mark.django_db
def test_who_may_not_edit_a_deal_moves_it_by_no_verb() -> None:
    one = deal()
    for act in (lambda: win(acting("mate"), one), lambda: move(acting("mate"), one, to=stage("proposal"))):
        with pytest.raises(Forbidden):
            act()
    assert lines_of(one) == 1


@pytest.mark.django_db
def test_a_stage_is_one_of_the_deals_pipeline() -> None:
    pipeline, one = renewals(), deal()
    with pytest.raises(Invalid) as refused:
        put(one, stage="due")
    assert (list(refused.value.problems), now(one).stage) == (["stage"], "discovery")
    with pytest.raises(Invalid):
        put(one, pipeline=pipeline)
    move(acting("sales"), one, to=stage("due"))
    assert (now(one).stage, now(one).pipeline_id) == ("due", pipeline)
    win(acting("sales"), one)
    assert now(one).stage == "renewed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.everything.filter(pk=one.pk).update(stage="won")


@pytest.mark.django_db
def test_a_stage_stays_while_deals_are_in_it_and_a_pipeline_while_stages_are() -> None:
    admin, pipeline = acting("admin"), renewals()
    one = deal(stage="due", pipeline=pipeline)
    for values in ({"key": "overdue"}, {"pipeline": known.first_pipeline()}):
        with pytest.raises(Refused):
            edit(admin, named("stage"), stage("due").pk, values)
    with pytest.raises(Refused):
        delete(admin, named("stage"), stage("due").pk)
    with pytest.raises(Refused):
        delete(admin, named("pipeline"), pipeline)
    move(acting("sales"), one, to=stage("discovery"))
    for key in ("due", "renewed", "gone"):
        delete(admin, named("stage"), stage(key).pk)
    delete(admin, named("pipeline"), pipeline)
    assert not Pipeline.everything.filter(pk=pipeline, trashed_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"key": "Two words"}, "key"),
        ({"key": "won"}, "key"),
        ({"demands": "stage"}, "demands"),
        ({"demands": "amount, nonsense"}, "demands"),
        ({"kind": "won", "stalled_after": 3}, "stalled_after"),
        ({"probability": 101}, "probability"),
        ({"stalled_after": 0}, "stalled_after"),
    ],
)
def test_wrong_stages_are_refused(values: dict[str, Any], wrong: str) -> None:
    given = {"key": "one-more", "name": "One more", "pipeline": known.first_pipeline()}
    with pytest.raises(Invalid) as refused:
        create(acting("admin"), named("stage"), given | values)
    assert list(refused.value.problems) == [wrong]


@pytest.mark.django_db
def test_sales_managers_keep_pipelines_and_sellers_do_not() -> None:
    create(acting("sales-manager"), named("pipeline"), {"name": "Partners"})
    with pytest.raises(Forbidden):
        create(acting("sales"), named("pipeline"), {"name": "Mine"})


@pytest.mark.django_db
def test_equal_names_are_told_apart_by_their_pipeline() -> None:
    pipeline = renewals()
    create(acting("admin"), named("stage"), {"key": "won-again", "name": "Won", "pipeline": pipeline, "kind": "won"})
    known.forget()
    labels = {key: str(label) for key, label in known.labels().items()}
    assert (labels["won"], labels["won-again"], labels["due"]) == ("Won", "Won · Renewals", "Due")


@pytest.mark.django_db
def test_a_move_can_be_taken_back() -> None:
    one = put(deal(amount="1"), stage="proposal")
    line = Entry.objects.filter(entity="opportunity", record=one.pk).order_by("-id")[0]
    undo(acting("sales"), line)
    assert now(one).stage == "discovery"


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
        return list(pool.map(run, tasks))


def test_two_writers_leave_no_deal_in_a_stage_that_is_gone(committed: object) -> None:
    """One deletes a stage while others move deals there: either the deals came first, or the stage was gone."""
    pipeline = renewals()
    for number in range(4):
        came_or_was_gone(f"hop-{number}", pipeline)


def came_or_was_gone(key: str, pipeline: int) -> None:
    made = create(acting("admin"), named("stage"), {"key": key, "name": key, "pipeline": pipeline})
    known.forget()
    ones = [deal(), deal()]
    moves = [lambda one=one: put(one, stage=key, pipeline=pipeline) for one in ones]
    *moved, gone = at_once([*moves, lambda: delete(acting("admin"), named("stage"), made.pk)])
    assert [now(one).stage == key for one in ones] == moved
    assert not (gone and any(moved))


def test_two_who_move_one_deal_leave_it_whole(committed: object) -> None:
    pipeline, one = renewals(), deal()
    at_once([lambda: put(one, stage="due", pipeline=pipeline), lambda: put(one, stage="proposal")] * 2)
    found = now(one)
    assert known.known()[found.stage].pipeline == found.pipeline_id
