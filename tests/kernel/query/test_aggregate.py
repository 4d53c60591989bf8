"""What rows come to: exact, of the rows and fields that the reader may see, bounded, and clear about what cannot be asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.query import aggregate as aggregating
from tests.cast import acting, api_of, customer_of, made, person_called
from tests.queries import Queries

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/customers/aggregate"


def told(username: str, **query: str) -> Any:
    answer = api_of(username).get(ADDRESS, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def customers(*values: dict[str, Any]) -> str:
    """Some customers, and the filter that finds just them."""
    for number, each in enumerate(values):
        made(acting("admin"), "customer", {"name": f"Counted {number}", "city": "Zählstadt", **each})
    return "city = Zählstadt"


def test_groups_are_told_in_the_order_of_their_values_and_amounts_exactly() -> None:
    here = customers(
        {"stage": "retain", "revenue": "0.10", "employees": 3},
        {"stage": "acquire"},
        {"stage": "retain", "revenue": "999999999999.99", "employees": 4},
    )
    assert told("admin", filter=here, group="stage", measure="count,sum:revenue,avg:employees,max:employees,filled:revenue") == {
        "groups": [
            {"stage": "acquire", "count": 1, "sum:revenue": None, "avg:employees": None, "max:employees": None, "filled:revenue": 0},
            {"stage": "retain", "count": 2, "sum:revenue": "1000000000000.09", "avg:employees": "3.5", "max:employees": 4, "filled:revenue": 2},
        ],
        "more": False,
    }  # fmt: skip


def test_without_a_grouping_there_is_one_group_even_of_nothing() -> None:
    assert told("admin", filter="city = Nowhere", measure="count,sum:revenue") == {
        "groups": [{"count": 0, "sum:revenue": None}],
        "more": False,
    }
    assert told("admin", filter="city = Nowhere", group="stage") == {"groups": [], "more": False}


def test_a_moment_counts_to_its_month_where_the_reader_is() -> None:
    here = customers({}, {})
    early = named("customer").model.everything.get(name="Counted 0")
    edge = timezone.datetime(
        2026, 10, 31, 16, 30, tzinfo=timezone.get_fixed_timezone(0)
    )  # half past midnight in Shanghai
    type(early).everything.filter(city="Zählstadt").update(created_at=edge)
    standard.edit(acting("admin"), named("person"), person_called("admin").pk, {"time_zone": "Asia/Shanghai"})
    assert told("admin", filter=here, group="created_at:month")["groups"] == [
        {"created_at:month": "2026-11-01", "count": 2}
    ]
    standard.edit(acting("admin"), named("person"), person_called("admin").pk, {"time_zone": "Europe/London"})
    assert told("admin", filter=here, group="created_at:month")["groups"] == [
        {"created_at:month": "2026-10-01", "count": 2}
    ]


def test_links_carry_the_title_and_the_emptiest_stands_last() -> None:
    owner = person_called("sales")
    here = customers({"owner": owner.pk}, {"owner": None}, {"owner": owner.pk})
    assert told("admin", filter=here, group="owner,stage")["groups"] == [
        {"owner": {"id": owner.pk, "title": owner.name}, "stage": "acquire", "count": 2},
        {"owner": None, "stage": "acquire", "count": 1},
    ]


def test_more_groups_than_are_told_are_said_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aggregating, "MOST_GROUPS", 2)
    here = customers(
        {"stage": "acquire"}, {"stage": "retain"}, {"stage": "refer"}, {"stage": "refer"}, {"stage": "acquire"}
    )
    found = told("admin", filter=here, group="stage")
    assert ([group["stage"] for group in found["groups"]], found["more"]) == (["acquire", "refer"], True)


@pytest.mark.parametrize("query", [
    {"group": "nothing"}, {"group": "name"}, {"group": "flags"}, {"group": "stage:day"}, {"group": "created_at:hour"},
    {"group": "stage:"}, {"group": "created_at:"}, {"group": "stage,tier,form"}, {"group": "owner__password"}, {"group": "search"},
    {"measure": "sum"}, {"measure": "sum:"}, {"measure": "sum:name"}, {"measure": "sum:founded"}, {"measure": "median:revenue"},
    {"measure": "sum:nothing"}, {"measure": "sum:revenue:sum"}, {"measure": ",".join(f"filled:{id}" for id in named("customer").fields)},
    {"group": "stage\x00"}, {"filter": "revenue >"}, {"cursor": "x"},
])  # fmt: skip
def test_what_cannot_be_asked_is_said(query: dict[str, str]) -> None:
    answer = api_of("admin").get(ADDRESS, query)
    assert (answer.status_code, answer.json()["title"]) == (400, "unclear"), query


@pytest.mark.parametrize("query", [{"measure": "sum:revenue"}, {"measure": "filled:revenue"}, {"group": "tier"}])
def test_what_may_not_be_read_cannot_be_measured(query: dict[str, str]) -> None:
    api = api_of("logistics")
    assert api.get(ADDRESS, query).status_code == 400
    assert api.get(ADDRESS, {"group": "stage"}).status_code == 200
    assert api_of("newcomer").get(ADDRESS).status_code == 403
    assert api_of("admin").post(ADDRESS).status_code == 405
    assert api_of("admin").get("/api/v1/customers/{id}").status_code == 404
    assert api_of("admin").get(f"/api/v1/customers/{customer_of('own').pk}").status_code == 200


def test_one_query_however_many_groups() -> None:
    customers({"stage": "acquire"}, {"stage": "retain"})
    with Queries() as run:
        aggregating.aggregate(
            acting("admin"), named("customer"), aggregating.Asked(), group="stage,tier", measure="sum:revenue"
        )
    assert len([each for each in run if "group by" in each["sql"].lower()]) == 1
