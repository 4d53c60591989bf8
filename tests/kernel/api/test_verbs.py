"""A verb declared on a noun is an operation: its inputs are read from its parameters, its refusal is the same sentence."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer, Stage
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.api.operations import operations
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, named
from tests.cast import customer_of, person_called
from tests.hashes import held
from tests.kernel.api.asking import answer, ask, get, problem

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@action(on=Customer, label=_("Hand over"))
def hand_over(
    actor: Actor, customer: Customer, *, to: Person, stage: Stage, on: date, value: Decimal | None = None, why: str = ""
) -> None:
    """Give a customer to somebody else."""
    if stage == Stage.REFER:
        raise Refused(_("Nobody is handed over while being referred."), ask_for=["stage"])
    change(actor, customer, owner=to.pk, stage=stage, revenue=value, description=f"{why} {on:%Y}")


@action(on=Customer, label=_("Wave"), needs=Act.READ)
def wave(actor: Actor, customer: Customer) -> None:
    """Needs nothing and changes nothing."""


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    verbs = named("customer").actions
    verbs |= {hand_over.verb: hand_over, wave.verb: wave}
    yield
    for verb in (hand_over.verb, wave.verb):
        del verbs[verb]


@pytest.fixture
def address() -> str:
    return f"customers/{customer_of('own').pk}"


GIVEN = {"to": "Rob Tanner", "stage": "retain", "on": "2026-11-22", "value": "12.50", "why": "Moved in"}


def test_it_is_done_with_its_inputs(api_of: As, address: str) -> None:
    response = ask(api_of("admin"), "POST", f"{address}/actions/hand-over", GIVEN)
    item = answer(response)
    told = (item["owner"]["id"], item["stage"], item["revenue"], item["description"], item["version"])
    assert told == (person_called("rival").pk, "retain", "12.50", "Moved in 2026", 2)
    assert response.headers["ETag"].startswith('"2-')
    line = get(api_of("admin"), f"{address}/history")["items"][0]
    assert (line["verb"], line["who"]["id"]) == ("hand-over", person_called("admin").pk)


def test_inputs_with_a_default_may_be_left_out(api_of: As, address: str) -> None:
    given = {"to": person_called("rival").pk, "stage": "retain", "on": "2026-11-22"}
    assert answer(ask(api_of("admin"), "POST", f"{address}/actions/hand-over", given))["revenue"] is None
    assert answer(ask(api_of("admin"), "POST", f"{address}/actions/wave"))["version"] == 2


WRONG = [
    ({}, ["on", "stage", "to"]),
    (GIVEN | {"to": "Nobody"}, ["to"]),
    (GIVEN | {"to": 999_999, "stage": "won"}, ["stage", "to"]),
    (GIVEN | {"to": None, "on": ""}, ["on", "to"]),
    (GIVEN | {"value": "much"}, ["value"]),
    (GIVEN | {"actor": 1, "customer": 1, "version": 1}, ["actor", "customer", "version"]),
]


@pytest.mark.parametrize(("given", "wrong"), WRONG)
def test_wrong_inputs_are_named(api_of: As, address: str, given: dict[str, object], wrong: list[str]) -> None:
    before = held(but=["kernel_token", "journal"])
    told = problem(ask(api_of("admin"), "POST", f"{address}/actions/hand-over", given), 422, "invalid")
    assert sorted(told["problems"]) == wrong
    assert held(but=["kernel_token", "journal"]) == before


def test_its_own_refusal_is_told(api_of: As, address: str) -> None:
    told = problem(
        ask(api_of("admin"), "POST", f"{address}/actions/hand-over", GIVEN | {"stage": "refer"}), 409, "refused"
    )
    assert (told["detail"], told["ask_for"]) == ("Nobody is handed over while being referred.", ["stage"])


def test_it_minds_the_version_and_the_rights(api_of: As, address: str) -> None:
    verb = f"{address}/actions/hand-over"
    told = problem(ask(api_of("admin"), "POST", verb, GIVEN, If_Match='"7"'), 412, "stale")
    assert (told["read"], told["current"]) == (7, 1)
    problem(ask(api_of("executive"), "POST", verb, GIVEN), 403, "forbidden")
    problem(ask(api_of("rival"), "POST", verb, GIVEN), 404, "not-there")
    problem(ask(api_of("admin"), "GET", verb), 405, "wrong-method")


def test_who_loses_sight_of_it_by_doing_it_is_shown_nothing(api_of: As, address: str) -> None:
    response = ask(api_of("sales"), "POST", f"{address}/actions/hand-over", GIVEN)
    assert (response.status_code, response.content) == (204, b"")


def test_the_catalogue_offers_it_to_whoever_may_do_it(api_of: As) -> None:
    def verbs(role: str) -> list[str]:
        [noun] = [noun for noun in get(api_of(role), "entities")["items"] if noun["id"] == "customer"]
        return [verb["verb"] for verb in noun["verbs"]]

    assert verbs("sales") == ["move-to-stage", "hand-over", "wave"]
    assert verbs("executive") == ["wave"]


def test_the_catalogue_tells_its_inputs(api_of: As) -> None:
    [noun] = [noun for noun in get(api_of("sales"), "entities")["items"] if noun["id"] == "customer"]
    verbs = {verb["verb"]: verb for verb in noun["verbs"]}
    inputs = {one["id"]: (one["kind"], one["required"], one["target"]) for one in verbs["hand-over"]["inputs"]}
    assert inputs == {
        "to": ("link", True, "person"),
        "stage": ("choice", True, None),
        "on": ("day", True, None),
        "value": ("money", False, None),
        "why": ("text", False, None),
    }


def test_no_verb_takes_the_place_of_an_operation_that_its_noun_has() -> None:
    for entity in entities():
        places = [(each.method, each.place) for each in operations(entity)]
        assert len(places) == len(set(places)), entity.id
