"""Many writes in one request: each as if it had been asked alone, or all of them or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entities
from concerto.kernel.journal.model import Entry
from tests.cast import acting, api_of, customer_of, made
from tests.contracts.making import CREATED_BY_HAND, minimal
from tests.hashes import held
from tests.kernel.api.asking import answer, ask, problem
from tests.queries import Queries

pytestmark = pytest.mark.django_db
COMING_AND_GOING = [
    entity.id
    for entity in entities()
    if entity.id in CREATED_BY_HAND
    and entity.id != "lifecycle-stage"  # one for each stage there is
    and any(rule.scope(Act.DELETE) is not Scope.NONE for rule in entity.access)
]


def asked(api: Client, items: Any, path: str = "customers", **more: Any) -> Any:
    return ask(api, "POST", f"{path}/bulk", {"items": items, **more})


def statuses(told: dict[str, Any]) -> list[int]:
    return [item["status"] for item in told["items"]]


def test_each_verb_in_one_request() -> None:
    api = api_of("admin")
    ids = [made(acting("admin"), "customer", {"name": f"Bulk {number}"}).pk for number in range(3)]
    told = answer(asked(api, [
        {"do": "create", "values": {"name": "Fresh one", "owner": "sales", "parent": f"C-{ids[0]:05d}"}},
        {"do": "create", "values": {"name": "Fresh two", "owner": "sales"}},
        {"do": "edit", "id": ids[0], "if_match": '"1"', "values": {"city": "Leeds"}},
        {"do": "delete", "id": ids[1]},
        {"do": "restore", "id": ids[1]},
        {"do": "edit", "id": ids[2], "values": {}},
    ]))  # fmt: skip
    assert (statuses(told), told["done"], told["refused"]) == ([201, 201, 200, 200, 200, 200], 6, 0)
    one, two = (Customer.everything.get(pk=item["id"]) for item in told["items"][:2])
    assert (one.parent_id, one.owner_id, two.name) == (ids[0], two.owner_id, "Fresh two")
    assert [item["version"] for item in told["items"]] == [1, 1, 2, 2, 3, 1]
    lines = Entry.objects.filter(entity="customer", record__in=[one.pk, two.pk, *ids]).order_by("id")
    assert [line.verb for line in lines] == ["create"] * 5 + ["edit", "delete", "restore"]


WRONG = {"do": "create", "values": {"name": ""}}
GOOD = {"do": "create", "values": {"name": "Kept"}}


def test_all_or_nothing() -> None:
    api = api_of("admin")
    before = held()
    told = problem(asked(api, [GOOD, WRONG, GOOD]), 422, "items-refused")
    assert [(item["status"], "problem" in item) for item in told["items"]] == [(424, False), (422, True), (424, False)]
    assert held() == before


def test_each_on_its_own() -> None:
    api, id = api_of("admin"), customer_of("own").pk
    items = [GOOD, WRONG, {"do": "edit", "id": id, "if_match": '"999-000000000000"', "values": {"city": "X"}},
             {"do": "edit", "id": id, "values": {"city": "Wuxi", "nonsense": 1}}, {"do": "delete", "id": 2**62}, GOOD]  # fmt: skip
    told = answer(asked(api, items, atomic=False))
    assert (statuses(told), told["done"], told["refused"]) == ([201, 422, 412, 422, 404, 201], 2, 4)
    assert told["items"][2]["problem"]["title"] == "stale"
    assert (Customer.everything.filter(name="Kept").count(), Customer.everything.get(pk=id).city) == (2, "苏州")


def test_what_the_database_refuses_is_found_among_the_new() -> None:
    """A unique name that two of them bear: the first is kept, the others are told."""
    told = answer(asked(api_of("admin"), [{"do": "create", "values": {"name": name}} for name in ("Blue", "Red", "blue")],
                        "teams", atomic=False))  # fmt: skip
    assert statuses(told) == [201, 201, 422]
    assert told["items"][2]["problem"]["problems"].keys() == {"name"}


def test_rights_are_those_of_each_item() -> None:
    api, other = api_of("sales"), customer_of("other").pk
    told = answer(asked(api, [
        {"do": "create", "values": {"name": "Mine"}}, {"do": "create", "values": {"name": "His", "owner": "rival"}},
        {"do": "edit", "id": other, "values": {"city": "X"}}, {"do": "edit", "id": customer_of("team").pk, "values": {"city": "X"}},
        {"do": "delete", "id": customer_of("own").pk}], atomic=False))  # fmt: skip
    assert statuses(told) == [201, 403, 404, 403, 403]
    unseen, missing = (
        answer(asked(api, [{"do": "create", "values": {"name": "N", "parent": id}}], atomic=False))
        for id in (other, 2**62)
    )
    assert unseen == missing
    problem(asked(api_of("partner"), [GOOD]), 403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [
        {}, {"items": []}, {"items": {}}, {"items": [GOOD] * 1001}, {"items": [GOOD], "atomic": "yes"}, {"items": [GOOD], "x": 1},
        {"items": [1]}, {"items": [{"do": "create", "id": 3}]}, {"items": [{"do": "edit"}]}, {"items": [{"do": "edit", "id": True}]},
        {"items": [{"do": "edit", "id": 2**63, "values": {}}]}, {"items": [{"do": "drop", "id": 1}]}, {"items": [{"do": ["edit"], "id": 1}]},
        {"items": [{"do": "delete", "id": 1, "values": {"a": 1}}]}, {"items": [{"do": "edit", "id": 1, "if_match": 3}]},
        {"items": [{"do": "edit", "id": 1, "values": []}]}, {"items": [{**GOOD, "more": 1}]},
    ],
)  # fmt: skip
def test_what_is_no_such_request_changes_nothing(body: Any) -> None:
    api = api_of("admin")
    before = held()
    problem(ask(api, "POST", "customers/bulk", body), 400, "unclear")
    assert held() == before


def test_many_new_ones_cost_as_many_statements_as_few() -> None:
    api = api_of("admin")

    def statements(count: int) -> int:
        items = [{"do": "create", "values": {"name": f"N {number}", "owner": "sales"}} for number in range(count)]
        with Queries() as captured:
            assert answer(asked(api, items))["done"] == count
        return len(captured)

    assert statements(3) == statements(60)


def test_the_same_bulk_again_is_answered_as_before() -> None:
    api = api_of("admin")
    bodies = [
        ask(api, "POST", "customers/bulk", {"items": [GOOD, GOOD]}, Idempotency_Key="once").content
        for _time in range(2)
    ]
    assert (bodies[0], Customer.everything.filter(name="Kept").count()) == (bodies[1], 2)


@pytest.mark.parametrize("noun", COMING_AND_GOING)
def test_every_noun_is_created_and_deleted_in_bulk(noun: str) -> None:
    entity = next(entity for entity in entities() if entity.id == noun)
    told = answer(
        asked(api_of("admin"), [{"do": "create", "values": minimal(noun)} for _time in range(2)], entity.path)
    )
    assert statuses(told) == [201, 201]
    ids = [item["id"] for item in told["items"]]
    told = answer(asked(api_of("admin"), [{"do": "delete", "id": id, "if_match": '"1"'} for id in ids], entity.path))
    assert statuses(told) == [200, 200]
