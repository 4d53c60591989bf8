"""The OpenAPI document and the documents for people tell everything that can be asked, and nothing else."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.actions.refusal import Refused
from concerto.kernel.api.docs import FILTERS, JOINED
from concerto.kernel.api.kinds import KINDS
from concerto.kernel.api.operations import operations
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.operators import ALL
from concerto.kernel.query.language import Condition, parse

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def told(client: Client) -> Any:
    return json.loads(client.get("/api/v1/openapi.json").content)


def test_strangers_and_people_get_the_same_document(client: Client, api_of: As) -> None:
    responses = [one.get("/api/v1/openapi.json") for one in (client, api_of("admin"), api_of("partner"))]
    assert {response.content for response in responses} == {responses[0].content}
    assert responses[0].headers["Content-Type"] == "application/json"
    assert responses[0].content.startswith(b'{"openapi":"3.1')


def test_it_is_not_sent_twice(client: Client) -> None:
    tag = client.get("/api/v1/openapi.json").headers["ETag"]
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def test_it_has_every_operation_once(told: Any) -> None:
    here = [f"{path} {method}" for path, methods in told["paths"].items() for method in methods]
    nouns = [f"/api/v1/{e.path}{o.place} {o.method.lower()}" for e in entities() for o in operations(e)]
    assert here == [*nouns, "/api/v1/search get", "/api/v1/entities get"]
    ids = [operation["operationId"] for methods in told["paths"].values() for operation in methods.values()]
    assert sorted(ids) == sorted(set(ids))
    assert {"customers_list", "contact_points_create", "customers_undo", "search"} <= set(ids)


def test_everything_it_refers_to_is_there(told: Any) -> None:
    def referred(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from referred(inner)

    there = {f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in told["components"][kind]}
    assert set(referred(told)) == there


def test_what_cannot_be_done_is_not_offered(told: Any) -> None:
    assert "post" not in told["paths"]["/api/v1/tokens"]
    assert "NewToken" not in told["components"]["schemas"]
    assert "digest" not in told["components"]["schemas"]["Token"]["properties"]
    assert "password" not in json.dumps(told["components"]["schemas"]["Person"])


def test_what_is_written_and_read_follows_the_fields(told: Any) -> None:
    new, read = (told["components"]["schemas"][name] for name in ("NewCustomer", "Customer"))
    assert new["required"] == ["name"]
    assert "last_touch" not in new["properties"]
    stage, nothing = read["properties"]["stage"]["anyOf"]  # any field may be masked from somebody
    assert (stage["enum"], nothing) == (["acquire", "nurture", "convert", "retain", "refer"], {"type": "null"})
    assert read["properties"]["tier"]["anyOf"] == [{"type": "string"}, nothing]  # tiers are named as data
    name = {"type": "string", "maxLength": 200, "minLength": 1}
    assert read["properties"]["name"] == {"title": "Name", "anyOf": [name, {"type": "null"}]}


def test_every_refusal_is_a_problem_document(told: Any) -> None:
    for methods in told["paths"].values():
        for operation in methods.values():
            refused = {status for status in operation["responses"] if status >= "400"}
            assert {"400", "401"} <= refused
    for response in told["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


# -- for people -----------------------------------------------------------------------------------------------------
def refusals(of: type[Refused]) -> Iterator[type[Refused]]:
    for refusal in of.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def test_every_kind_of_problem_is_explained_where_its_type_leads(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    explained = {kind.id: kind.status for kind in KINDS}
    raised = {one.kind: one.status for one in refusals(Refused) if one.__module__.startswith(("concerto.kernel.api", "concerto.kernel.actions"))}  # fmt: skip
    assert raised.items() <= explained.items()
    assert all(f'id="{kind}"' in page for kind in explained)


def test_every_operator_of_the_filter_language_has_an_example_that_holds() -> None:
    assert list(FILTERS) == sorted(ALL, key=list(ALL).index)
    trees = [parse(example) for example in FILTERS.values()]
    assert [tree.operator for tree in trees if isinstance(tree, Condition)] == list(FILTERS)
    parse(JOINED)


@pytest.mark.parametrize("role", [None, "sales"])
def test_people_read_of_every_noun_with_or_without_signing_in(client: Client, client_of: As, role: str | None) -> None:
    response = (client_of(role) if role else client).get("/api/docs")
    page = response.content.decode()
    assert response.status_code == 200
    for entity in entities():
        assert f'id="{entity.path}"' in page
        for operation in operations(entity):
            assert f"/api/v1/{entity.path}{operation.place}" in page
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "style=" not in page
