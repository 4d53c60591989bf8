"""Who and what is not let in, and that a refusal leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.refusal import NotThere
from tests.cast import customer_of, person_called
from tests.hashes import held
from tests.kernel.api.asking import answer, ask, get, problem

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
HUGE = "9" * 5000


# -- who ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", ["customers", "customers/1", "search?q=a", "entities", "customers/1/actions/restore", "nowhere"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer wrong", "Basic YWRtaW46YWRtaW4=", "Bearer \x7f", "bearer a b"]
)
def test_strangers_are_told_to_sign_in(client: Client, address: str, method: str, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    response = client.generic(method, f"/api/v1/{address}", headers=headers)
    problem(response, 401, "not-signed-in")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Concerto"'


@pytest.mark.parametrize("column", ["revoked_at", "trashed_at", "expires_at"])
def test_a_token_that_has_ended_opens_nothing(api_of: As, column: str) -> None:
    api = api_of("sales")
    assert ask(api, "GET", "customers").status_code == 200
    Token.everything.update(**{column: "2026-01-01T00:00:00Z"})
    problem(ask(api, "GET", "customers"), 401, "not-signed-in")


def test_a_token_ends_with_its_person(api_of: As) -> None:
    api = api_of("sales")
    person = person_called("sales")
    person.left_at = person.created_at
    person.save()
    problem(ask(api, "GET", "customers"), 401, "not-signed-in")


def test_a_wrong_token_is_not_saved_by_a_session(client_of: As) -> None:
    response = client_of("sales").get("/api/v1/customers", headers={"Authorization": "Bearer wrong"})
    problem(response, 401, "not-signed-in")


def test_a_session_reads_and_writes_with_the_proof_that_the_page_is_ours(client_of: As) -> None:
    client = client_of("sales")
    client.handler.enforce_csrf_checks = True
    assert answer(client.get("/api/v1/customers"))["items"]
    new, before = {"name": "From a page"}, held()
    problem(ask(client, "POST", "customers", new), 403, "csrf")
    problem(ask(client, "POST", "customers", new, X_CSRFToken="a" * 32), 403, "csrf")
    assert held() == before
    client.get("/api/docs")
    token = client.cookies["csrftoken"].value
    assert answer(ask(client, "POST", "customers", new, X_CSRFToken=token), 201)["name"] == "From a page"


def test_a_key_needs_no_such_proof(api_of: As) -> None:
    api = api_of("sales")
    api.handler.enforce_csrf_checks = True
    assert answer(ask(api, "POST", "customers", {"name": "By a key"}), 201)["name"] == "By a key"


def test_who_has_no_right_on_any_row_is_told_so(api_of: As) -> None:
    for method, address in {"GET": "customers", "POST": "customers", "PATCH": "customers/1"}.items():
        problem(ask(api_of("partner"), method, address, None if method == "GET" else {}), 403, "forbidden")


# -- where ----------------------------------------------------------------------------------------------------------
NOWHERE = ["", "customer", "Customers", "customers/", "customers//", "customers/1/", "customers/1/x", "customers/1/actions",
           "customers/1/actions/", "customers/1/actions/explode", "customers/1/timeline/2", "%00", "..", "customers%2F1%2Fx", "客户"]  # fmt: skip


@pytest.mark.parametrize("address", NOWHERE)
def test_where_there_is_nothing(api_of: As, address: str) -> None:
    problem(ask(api_of("admin"), "GET", address), 404, "not-there")


@pytest.mark.parametrize("address", ["/api/", "/api/v2/customers", "/api/docs/x", "/api/v1"])
def test_nothing_beside_the_api_is_a_page(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


FORGED = [
    "0",
    "-1",
    "1.0",
    "01",
    "+1",
    "١",
    "1e3",
    "9223372036854775808",
    HUGE,
    "null",
    "1 ",
    "C-00001",
    "1;drop",
    "%00",
]


@pytest.mark.parametrize("id", FORGED)
@pytest.mark.parametrize("below", ["", "/timeline", "/history"])
def test_a_forged_id_is_as_a_missing_one(api_of: As, id: str, below: str) -> None:
    api = api_of("sales")
    missing = problem(ask(api, "GET", f"customers/9223372036854775807{below}"), 404, "not-there")
    unseen = problem(ask(api, "GET", f"customers/{customer_of('other').pk}{below}"), 404, "not-there")
    assert problem(ask(api, "GET", f"customers/{id}{below}"), 404, "not-there") == missing == unseen


# -- what -----------------------------------------------------------------------------------------------------------
BODIES: dict[str, tuple[bytes, str, int, str]] = {
    "no JSON": (b"{", "application/json", 400, "unclear"),
    "nothing": (b"", "application/json", 415, "not-json"),
    "not UTF-8": (b'{"name": "\xff"}', "application/json", 400, "unclear"),
    "half a surrogate": (rb'{"name": "\ud800"}', "application/json", 400, "unclear"),
    "no number": (b'{"revenue": NaN}', "application/json", 400, "unclear"),
    "too deep": (b'{"name":' + b"[" * 2000 + b"]" * 2000 + b"}", "application/json", 400, "unclear"),
    "a list": (b'["name"]', "application/json", 400, "unclear"),
    "a word": (b'"name"', "application/json", 400, "unclear"),
    "a form": (b"name=x", "application/x-www-form-urlencoded", 415, "not-json"),
    "parts": (b"--x--", "multipart/form-data; boundary=x", 415, "not-json"),
    "untyped": (b"{}", "", 415, "not-json"),
    "text": (b"{}", "text/plain", 415, "not-json"),
    "too much": (b" " * (4 * 1024 * 1024 + 1), "application/json", 413, "too-large"),
    "far too much": (b" " * (13 * 1024 * 1024), "application/json", 413, "too-large"),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_body_that_cannot_be_read(api_of: As, method: str, body: str) -> None:
    raw, content_type, status, kind = BODIES[body]
    address = "customers" if method == "POST" else f"customers/{customer_of('own').pk}"
    api, before = api_of("sales"), held(but=["kernel_token", "journal"])
    problem(api.generic(method, f"/api/v1/{address}", raw, content_type=content_type), status, kind)
    assert held(but=["kernel_token", "journal"]) == before


VALUES: dict[str, Any] = {
    "name": ["", None, 7, {}, [], "x" * 201, "\x00", " \u200b "],
    "revenue": ["a lot", "1.234", "1e3", 1e300, 2**64, -(2**70), HUGE, True, {}, "NaN", "Infinity", "1" * 13],
    "employees": [-1, 2**31, 2**64, 1.5, "many", False, []],
    "founded": [999, 2201, "last year"],
    "website": ["javascript:alert(1)", "no address", "https://", "https://a b.example"],
    "stage": ["", "won", None, 1, ["acquire"]],
    "flags": [["none"], "none", 7, [7], [["blocked"]], {"blocked": 1}],
    "owner": [0, -1, 2**63, 2**64, HUGE, "nobody", 1.5, True, [1], {"id": 1}],
    "parent": ["C-00000", "C-99999", "Harbour Mills", "9" * 18],
    "last_touch": ["2026-01-01T00:00:00Z"],
    "id": [1], "version": [9], "code": ["C-1"], "search": ["x"], "sort_key": ["x"], "trashed_at": [None], "created_at": ["2026-01-01"],
    "": [1], "__class__": [1], "owner_id": [1], "owner__password": ["x"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in VALUES.items() for value in values])
def test_a_value_that_cannot_be_kept_is_named_and_nothing_is_kept(api_of: As, field: str, value: Any) -> None:
    api, before = api_of("sales"), held(but=["kernel_token", "journal"])
    for method, address in {"POST": "customers", "PATCH": f"customers/{customer_of('own').pk}"}.items():
        told = problem(ask(api, method, address, {"name": "Anything", "city": "Leeds", field: value}), 422, "invalid")
        assert list(told["problems"]) == [field]
    assert held(but=["kernel_token", "journal"]) == before


QUESTIONS = ["nonsense=1", "limit=1&limit=2", "limit=0", "limit=201", "limit=x", "limit=-1", "limit=%D9%A1", f"limit={HUGE}", "q=%00",
             "filter=name", "filter=name=%00", "filter=(((((((((((name=a)))))))))))", "filter=employees=many", "filter=name+like+a",
             "filter=last_touch+within+99999y", "filter=revenue+between+1..", "sort=description", "sort=--name", "sort=flags",
             "fields=nothing", "fields=name,,city", "fields=name;city", "cursor=x", "cursor=e30", "cursor=WyJuYW1lIl0", "page=2",
             f"q={'x' * 201}", "ignore_permissions=1", "trashed=true"]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_cannot_be_read(api_of: As, question: str) -> None:
    problem(ask(api_of("admin"), "GET", f"customers?{question}"), 400, "unclear")


def test_bytes_that_are_no_text_do_no_harm(api_of: As) -> None:
    assert ask(api_of("admin"), "GET", "customers?q=%ED%A0%80%FF").status_code == 200
    assert ask(api_of("admin"), "GET", "search?q=%ED%A0%80%FF").status_code == 200


def test_every_operation_refuses_parameters_it_does_not_know(api_of: As) -> None:
    own = customer_of("own").pk
    for address in ("entities", "search", f"customers/{own}", f"customers/{own}/history", f"customers/{own}/timeline"):
        problem(ask(api_of("sales"), "GET", f"{address}?as=admin"), 400, "unclear")


@pytest.mark.parametrize(("asked", "told"), [("zh-CN,zh;q=0.9", "zh-hans"), ("en", "en"), ("fr", "en")])
def test_refusals_are_told_in_the_language_asked_for(api_of: As, asked: str, told: str) -> None:
    response = ask(api_of("sales"), "GET", "customers/0", Accept_Language=asked)
    with translation.override(told):
        assert problem(response, 404, "not-there")["detail"] == str(NotThere().message)
    assert response.headers["Content-Language"] == told


def test_head_is_as_get_without_the_body(api_of: As) -> None:
    api = api_of("sales")
    whole, head = ask(api, "GET", "customers"), ask(api, "HEAD", "customers")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


def test_text_is_cleaned_on_the_way_in(api_of: As) -> None:
    item = answer(
        ask(api_of("sales"), "POST", "customers", {"name": "  Acme\x00\u200b\n Ltd ", "employees": "1,200"}), 201
    )
    assert (item["name"], item["employees"]) == ("Acme Ltd", 1200)
    assert get(api_of("sales"), f"customers/{item['id']}")["name"] == "Acme Ltd"
