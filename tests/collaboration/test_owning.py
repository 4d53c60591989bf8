"""Who has a record now, who is next, who is informed."""

from __future__ import annotations

import json

import pytest

from concerto.collaboration.handoffs.handoff.actions import accept, deliver, offer
from concerto.collaboration.people.owning.finding import Owning, owning_of
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.pages.record.look import look_at
from tests.cast import acting, api_of, customer_of, person_called
from tests.collaboration.handed import draft, type_with

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def rule(**given: object) -> None:
    create(acting("admin"), named("responsibility"), {"name": "Rule", "noun": "customer", **given})


def found(who: str = "admin") -> Owning:
    return owning_of(look_at(acting(who), CUSTOMER, customer_of("own").pk))


def names(faces: object) -> list[str]:
    return [face.name for face in faces]  # type: ignore[attr-defined]


def test_the_owner_has_it_until_it_is_handed_over_and_gets_it_back() -> None:
    owner = person_called("sales").name
    assert names(found().now) == [owner]
    handoff = draft(type_with())
    offer(acting("sales"), handoff)
    waiting = found()
    assert names(waiting.now) == ["Operations"]
    assert names(waiting.next) == [owner]
    accept(acting("rnd"), handoff)
    assert names(found().now) == [person_called("rnd").name]
    deliver(acting("rnd"), handoff, result="Done")
    assert names(found().now) == [owner]


def test_the_rule_that_says_more_counts_letter_by_letter() -> None:
    edit(acting("admin"), CUSTOMER, customer_of("own").pk, {"stage": "acquire"})
    rule(does="owner", answers="role-executive", told=["all-finance"])
    rule(step="acquire", does="seat-sales", asked=["role-legal"])
    rule(step="acquire", filter='name = "Somebody else"', does="all-legal")
    told = found()
    assert names(told.now) == [person_called("sales").name]  # who sits there for sales
    assert names(told.answers) == ["Executive"]
    assert (names(told.asked), names(told.told)) == (["Legal"], ["Finance"])
    assert names(told.next) == [person_called("sales").name]  # the rule for every step says who does the next


def test_a_seat_that_nobody_holds_is_the_departments_and_of_the_absent_the_stand_ins() -> None:
    rule(does="seat-finance", answers="seat-sales")
    away = {"note": "Leave", "since": "2020-01-01", "until": "2100-01-01", "person": person_called("sales").pk}
    create(acting("admin"), named("absence"), {**away, "stand_in": person_called("mate").pk})
    told = found()
    assert names(told.now) == ["Finance"]
    assert names(told.answers) == [person_called("mate").name]


def test_rules_name_steps_that_there_are() -> None:
    with pytest.raises(Invalid):
        rule(step="nowhere", does="owner")
    with pytest.raises(Invalid):
        rule(step="")
    with pytest.raises(Invalid):
        rule(noun="tag", does="owner")


def test_the_api_answers_for_records_one_may_see() -> None:
    asked = json.dumps({"subject": CUSTOMER.code(customer_of("own").pk)})
    answer = api_of("sales").post("/api/v1/responsibilities/who", asked, content_type="application/json")
    assert [face["person"] for face in answer.json()["now"]] == [person_called("sales").pk]
    refused = api_of("rival").post("/api/v1/responsibilities/who", asked, content_type="application/json")
    assert refused.status_code == 404
