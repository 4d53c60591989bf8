"""Lists: every row once whatever the ties, questions answered, fields chosen, as many queries for one row as for three."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.entity.registry import entities, named
from tests.cast import acting, customer_of, made
from tests.kernel.api.asking import ask, get, problem, some_record
from tests.queries import Queries

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def api(api_of: As) -> Client:
    """In a company with a dozen customers of four cities, some of none."""
    for number in range(12):
        made(
            acting("admin"), "customer", {"name": f"Same name {number % 2}", "city": ["", "Leeds", "York"][number % 3]}
        )
    return api_of("admin")


def walked(api: Client, question: str) -> list[dict[str, Any]]:
    """All items, page by page."""
    items: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = get(api, f"customers?{question}&cursor={cursor}")
        items, cursor = items + page["items"], page["next"]
    return items


@pytest.mark.parametrize(
    "sort", ["", "name", "-name", "city", "-city", "owner", "-owner", "revenue", "-revenue", "-updated_at", "stage"]
)
@pytest.mark.parametrize("limit", [1, 4, 200])
def test_walking_a_list_visits_every_row_once_in_order(api: Client, sort: str, limit: int) -> None:
    items = walked(api, f"sort={sort}&limit={limit}")
    assert items == get(api, f"customers?sort={sort}&limit=200")["items"]
    assert sorted(item["id"] for item in items) == sorted({item["id"] for item in items})
    assert len(items) == get(api, "customers")["count"]["value"] == 19


def test_empty_values_come_last_either_way(api: Client) -> None:
    for sort in ("city", "-city"):
        cities = [item["city"] for item in walked(api, f"sort={sort}&limit=5")]
        filled = [city for city in cities if city]
        assert cities == filled + [""] * (len(cities) - len(filled))
        assert filled == sorted(filled, reverse=sort.startswith("-"))


def test_a_filter_chooses_and_counts(api: Client) -> None:
    page = get(api, 'customers?filter=city = York and name ~ "name 1"&limit=1')
    assert (page["items"][0]["city"], page["count"]) == ("York", {"value": 2, "exact": True})
    assert [item["city"] for item in walked(api, 'filter=city = York and name ~ "name 1"&limit=1')] == ["York", "York"]


def test_words_are_found_in_a_list_too(api: Client) -> None:
    for typed in ("chenxing", "szcx", "晨星", "苏州晨星"):
        assert [item["name"] for item in get(api, f"customers?q={typed}")["items"]] == ["苏州晨星科技有限公司"]


def test_fields_are_chosen_and_come_as_asked(api: Client) -> None:
    [item] = get(api, "customers?q=chenxing&fields=city,owner, code,city")["items"]
    assert list(item) == ["id", "code", "city", "owner"]
    assert (item["city"], item["owner"]["title"]) == ("苏州", "李青")


def queries(api: Client, address: str) -> int:
    with Queries() as captured:
        get(api, address)
    return len(captured)


@pytest.mark.parametrize("noun", [entity.id for entity in entities()])
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_more_rows_cost_no_more_queries(api_of: As, noun: str, limit: int) -> None:
    """Token, person, count, rows with and without a value to sort by, and one for each noun linked to."""
    api, entity = api_of("admin"), named(noun)
    some_record(entity)
    assert queries(api, f"{entity.path}?limit={limit}") <= 5 + len({link.target for link in entity.links})


def test_three_hits_and_three_lines_cost_as_many_queries_as_one(api_of: As) -> None:
    api = api_of("sales")
    assert queries(api, "search?q=138&limit=1") == queries(api, "search?q=138&limit=3")
    address = f"customers/{customer_of('own').pk}"
    for city in ("Leeds", "York", "Hull"):
        ask(api, "PATCH", address, {"city": city})
    assert queries(api, f"{address}/history?limit=1") == queries(api, f"{address}/history?limit=3")


def test_a_list_of_a_page_stays_within_its_queries(api_of: As) -> None:
    """Token, person, rows, count, and one for each noun linked to."""
    assert queries(api_of("admin"), "customers") == 7


# -- fields of linked records ---------------------------------------------------------------------------------------
def test_one_hop_of_links(api_of: As) -> None:
    own = customer_of("own")
    item = get(api_of("admin"), f"customers/{own.pk}?fields=name,owner.email,owner.code,owner.department")
    owner = own.owner
    assert item == {
        "id": own.pk,
        "name": own.name,
        "owner": {"id": owner.pk, "title": "李青", "email": "liqing@concerto.example", "code": f"P-{owner.pk:05d}",
                  "department": {"id": owner.department_id, "title": "Field"}},
    }  # fmt: skip
    assert get(api_of("admin"), f"customers/{customer_of('nobody').pk}?fields=owner.email")["owner"] is None


def test_a_hop_to_what_is_out_of_sight_tells_nothing(api_of: As) -> None:
    """A link that one sees leads to a customer that one does not."""
    relation = made(
        acting("admin"),
        "relation",
        {"customer": customer_of("own").pk, "tie": "partner-of", "other": customer_of("other").pk},
    )
    item = get(api_of("sales"), f"relations/{relation.pk}?fields=other.name,other.city,other.version")
    assert item["other"] == {"id": customer_of("other").pk, "title": None, "name": None, "city": None, "version": None}


@pytest.mark.parametrize(
    "fields",
    [
        "customer.revenue",
        "customer.source",
        "customer.nonsense",
        "customer.",
        "customer.owner.name",
        "body.name",
        "nonsense.name",
        ".",
        "customer..name",
    ],
)
def test_hidden_masked_and_missing_fields_of_links_are_refused_alike(api_of: As, fields: str) -> None:
    """`service` must not know the revenue, and of the source only that there is one."""
    for place in ("notes", f"notes/{some_record(named('note')).pk}"):
        response = ask(api_of("service"), "GET", f"{place}?fields={fields}")
        told = problem(response, 400, "unclear")
        assert told["detail"] in (
            f"There is no field called “{fields}” to ask.",
            f"There is no field called “{fields.partition('.')[0]}” to ask.",
        )


def test_hops_cost_the_same_for_one_row_as_for_many(api_of: As) -> None:
    api = api_of("admin")

    def statements(limit: int) -> int:
        with Queries() as captured:
            assert (
                len(get(api, f"customers?fields=name,owner.department,department.name&limit={limit}")["items"]) == limit
            )
        return len(captured)

    assert statements(1) == statements(7)
