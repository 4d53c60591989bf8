"""What a reader may not know is in no answer, moves no list, and cannot be written."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from concerto.kernel.access.rights import writable
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entities, named
from tests.cast import acting, customer_of, made
from tests.contracts.making import creatable
from tests.hashes import held
from tests.kernel.api.asking import answer, ask, fresh_record, fresh_values, get, problem, some_record

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
SECRET = "1250000.50"  # revenue of the customer `own`; hidden from service, masked for product


@pytest.fixture
def own() -> str:
    return f"customers/{customer_of('own').pk}"


def test_a_masked_field_is_null_and_named(api_of: As, own: str) -> None:
    item = get(api_of("service"), own)
    assert (item["source"], item["masked"]) == (None, ["source"])
    assert get(api_of("admin"), own)["source"] == "Fair in Suzhou"


def test_a_hidden_field_does_not_exist(api_of: As, own: str) -> None:
    item = get(api_of("service"), own)
    assert item.keys() == get(api_of("admin"), own).keys() - {"revenue"}
    told = problem(ask(api_of("marketing"), "PATCH", own, {"revenue": "1"}), 422, "invalid")
    assert told["problems"] == {"revenue": "There is no such field."}


@pytest.mark.parametrize("role", ["service", "product"])
def test_neither_is_told_anywhere(api_of: As, own: str, role: str) -> None:
    admin, reader = api_of("admin"), api_of(role)
    answer(ask(admin, "PATCH", own, {"revenue": "7654321.00"}))
    addresses = [own, f"{own}/history", f"{own}/timeline", "customers", "customers?q=chenxing", "search?q=chenxing"]
    for address in [*addresses, "search?q=7654321", "customers?q=7654321"]:
        told = ask(reader, "GET", address).content.decode()
        assert "7654321" not in told
        assert SECRET not in told
    assert "7654321" in ask(admin, "GET", own).content.decode()


def test_of_a_masked_change_only_that_it_happened_is_told(api_of: As, own: str) -> None:
    answer(ask(api_of("admin"), "PATCH", own, {"revenue": "7654321.00"}))
    [change] = get(api_of("product"), f"{own}/history")["items"][0]["changes"]
    assert (change["field"], change["before"], change["after"]) == ("revenue", None, None)
    assert change["words"] == {"before": "•••", "after": "•••"}


@pytest.mark.parametrize(("role", "field"), [("service", "revenue"), ("service", "source"), ("product", "revenue")])
def test_nothing_is_learned_by_asking(api_of: As, role: str, field: str) -> None:
    api = api_of(role)
    unknown = problem(ask(api, "GET", "customers?sort=nonsense"), 400, "unclear")["detail"]
    for question in (f"sort={field}", f"sort=-{field}", f"fields={field}", f"fields=name,{field}", f"filter={field} is empty", f"filter={field} = 1250000.50 or name ~ a"):  # fmt: skip
        told = problem(ask(api, "GET", f"customers?{question}"), 400, "unclear")
        assert told["detail"] == unknown.replace("nonsense", field)


QUERIES = [
    "owner__password",
    "owner.password",
    "_connector",
    "pk",
    "owner_id",
    "search",
    "sort_key",
    "password",
    "name__startswith",
]


@pytest.mark.parametrize("word", QUERIES)
def test_nothing_but_fields_can_be_asked(api_of: As, word: str) -> None:
    for question in (f"sort={word}", f"fields={word}", f"filter={word} = 1", f"filter={word} is empty"):
        problem(ask(api_of("admin"), "GET", f"customers?{question}"), 400, "unclear")


def test_a_link_to_what_one_may_not_see_has_no_name(api_of: As) -> None:
    secret = made(acting("admin"), "customer", {"name": "Secret Partner Ltd", "owner": "rival"})
    tie = {"customer": customer_of("own").pk, "other": secret.pk, "tie": "partner-of"}
    tied = made(acting("admin"), "relation", tie)
    shown = get(api_of("sales"), f"relations/{tied.pk}")
    assert shown["other"] == {"id": secret.pk, "title": None}
    assert shown["customer"]["title"] == "苏州晨星科技有限公司"
    for address in (
        "relations",
        f"relations/{tied.pk}/history",
        f"customers/{tie['customer']}/timeline",
        "search?q=secret",
    ):
        assert "Secret Partner" not in ask(api_of("sales"), "GET", address).content.decode()


def test_a_link_to_what_one_may_not_see_is_refused_as_to_what_is_not_there(api_of: As) -> None:
    api, new = api_of("sales"), {"name": "New"}
    unseen = problem(ask(api, "POST", "customers", new | {"parent": customer_of("other").pk}), 422, "invalid")
    missing = problem(ask(api, "POST", "customers", new | {"parent": 999_999}), 422, "invalid")
    assert unseen == missing


def test_a_record_that_may_be_read_but_not_edited_says_so(api_of: As) -> None:
    theirs, before = f"customers/{customer_of('team').pk}", held(but=["kernel_token", "journal"])
    api = api_of("sales")
    problem(ask(api, "PATCH", theirs, {"city": "York"}), 403, "forbidden")
    problem(ask(api_of("service"), "PATCH", theirs, {"city": "York"}), 403, "forbidden")
    problem(ask(api_of("marketing"), "DELETE", theirs), 403, "forbidden")
    assert held(but=["kernel_token", "journal"]) == before


def test_a_change_of_somebody_elses_record_is_not_undone(api_of: As, own: str) -> None:
    answer(ask(api_of("admin"), "PATCH", own, {"city": "Leeds"}))
    entry = get(api_of("service"), f"{own}/history")["items"][0]["id"]
    problem(ask(api_of("executive"), "POST", f"{own}/actions/undo", {"entry": entry}), 403, "forbidden")
    problem(
        ask(api_of("admin"), "POST", f"customers/{customer_of('team').pk}/actions/undo", {"entry": entry}),
        404,
        "not-there",
    )
    assert get(api_of("admin"), own)["city"] == "Leeds"


# -- mass assignment ------------------------------------------------------------------------------------------------
def columns(noun: str) -> list[str]:
    """Every name by which a column of the noun could be meant, and the words by which other programs were opened."""
    meta = named(noun).model._meta
    relations = [field.name for field in meta.get_fields()]
    more = ["pk", "_state", "actor", "ignore_permissions", "is_admin", "door", "batch"]
    return sorted({*relations, *(field.attname for field in meta.concrete_fields), *more})


SENT: list[Any] = [None, 1, "x", True, []]
EDITED = [e.id for e in entities() if creatable(e) and any(rule.scope(Act.EDIT) is not Scope.NONE for rule in e.access)]


@pytest.mark.parametrize("noun", EDITED)
def test_only_what_may_be_written_can_be_sent(api_of: As, noun: str) -> None:
    api, entity = api_of("admin"), named(noun)
    record, needed = fresh_record(entity), fresh_values(entity)
    before = held(but=["journal"])
    closed = [name for name in columns(noun) if name not in entity.written]
    for name, value in zip(closed, cycle(SENT), strict=False):  # one of them each
        told = problem(ask(api, "PATCH", f"{entity.path}/{record.pk}", {name: value}), 422, "invalid")
        assert list(told["problems"]) == [name]
        problem(ask(api, "POST", entity.path, needed | {name: 1}), 422, "invalid")
    assert held(but=["journal"]) == before


@pytest.mark.parametrize("role", ["sales", "service", "service-lead", "finance", "newcomer"])
@pytest.mark.parametrize("noun", EDITED)
def test_a_role_changes_its_own_fields_only(api_of: As, role: str, noun: str) -> None:
    """Everything at once: what is not for the role is refused, and with it the whole request."""
    api, entity = api_of(role), named(noun)
    record = some_record(entity)
    locked = [id for id in entity.fields if id not in writable(acting(role), entity)]
    for id in locked:
        before = row(entity, record.pk)
        response = ask(api, "PATCH", f"{entity.path}/{record.pk}", {id: "x"})
        assert response.status_code in (403, 404, 422), id
        assert row(entity, record.pk) == before


def row(entity: Any, id: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {entity.model._meta.db_table} where id = %s", [id])
        return cursor.fetchone()
