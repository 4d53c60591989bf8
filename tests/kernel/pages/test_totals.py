"""The foot of a list: what was chosen stands there, of the rows and fields that the reader may see, and in the address."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import acting, client_of, made
from tests.kernel.pages.reading import html, words

pytestmark = pytest.mark.django_db
COUNT = "/customers/count"


@pytest.fixture
def here() -> str:
    for name, values in {
        "One": {"revenue": "1000000", "employees": 3},
        "Two": {"revenue": "2000000"},
        "Three": {"tier": "A"},
    }.items():
        made(acting("admin"), "customer", {"name": f"Footed {name}", "city": "Fuss", **values})
    return "city = Fuss"


def feet(response: Any) -> dict[str, str]:
    """Column → what its button says."""
    found = re.findall(
        r'popovertarget="foot-(\w+)"[^>]*><span class="sr">[^<]*</span>(.*?)</button>', html(response), re.DOTALL
    )
    return {id: " ".join(words(inside).split()) for id, inside in found}


def test_sums_stand_there_unasked_and_everything_else_when_asked(here: str) -> None:
    admin = client_of("admin")
    usual = feet(admin.get(COUNT, {"filter": here}))
    assert (usual["revenue"], usual["employees"], usual["tier"]) == ("Σ ¥3 M", "Σ 3", "Total")
    asked = feet(admin.get(COUNT, {"filter": here, "totals": "revenue:avg,employees:none,tier:filled,last_touch:max"}))
    assert (asked["revenue"], asked["employees"], asked["tier"]) == ("⌀ ¥1.5 M", "Total", "Filled 1")
    assert asked["last_touch"] == "Latest –"


def test_what_was_chosen_goes_into_the_address(here: str) -> None:
    asked = {"filter": here, "sort": "-city", "totals": "revenue:avg", "chosen": "1"}
    shown = "http://testserver/customers/?view=all&filter=city+%3D+Fuss&sort=-city"
    response = client_of("admin").get(COUNT, asked, headers={"HX-Current-URL": shown})
    address = "/customers/?view=all&filter=city+%3D+Fuss&sort=-city&totals=revenue%3Aavg"
    assert response.headers["HX-Replace-Url"] == address
    page = html(client_of("admin").get(response.headers["HX-Replace-Url"]))
    assert "totals=revenue%3Aavg" in page.split("<tfoot>")[1]


@pytest.mark.parametrize(
    "totals", ["revenue:median", "name:sum", "nothing:sum", "revenue", "revenue:", ":sum", "owner__password:filled"]
)
def test_what_cannot_stand_there_is_said(totals: str) -> None:
    assert client_of("admin").get(COUNT, {"totals": totals}).status_code == 400


def test_what_may_not_be_read_is_not_measured() -> None:
    blind = client_of("logistics")
    assert blind.get(COUNT, {"totals": "revenue:sum"}).status_code == 400
    assert "revenue" not in feet(blind.get(COUNT))
    masked = client_of("product")
    assert masked.get(COUNT, {"totals": "revenue:filled"}).status_code == 400
    assert "revenue" not in feet(masked.get(COUNT))
