"""Lists: the same rows and fields as the reader may see anywhere, whatever the address asks for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.pages.listing import asking
from concerto.kernel.query.listing import Asked
from concerto.kernel.query.listing import page as rows_of
from tests.cast import CUSTOMERS, acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import block, editable, html, ids, row
from tests.queries import Queries

pytestmark = pytest.mark.django_db
LIST = "/customers/"


@pytest.fixture
def admin() -> Client:
    return client_of("admin")


# -- which rows -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["admin", "sales", "sales-manager", "service", "logistics", "rival"])
def test_rows_are_those_of_the_kernel_in_its_order(username: str) -> None:
    expected = [record.pk for record in rows_of(acting(username), named("customer"), Asked()).rows]
    assert ids(client_of(username).get(LIST)) == expected


def test_every_noun_has_a_list(admin: Client) -> None:
    for entity in entities():
        assert admin.get(f"/{entity.path}/").status_code == 200, entity.id


def test_who_may_read_nothing_is_refused() -> None:
    assert client_of("newcomer").get(LIST).status_code == 403


def test_a_name_that_stands_as_the_title_is_no_column_besides(admin: Client) -> None:
    assert 'data-field="name_zh"' in html(admin.get("/departments/"))
    admin.cookies["language"] = "zh-hans"
    shown = html(admin.get("/departments/"))
    assert 'lang="zh-Hans"' in shown and 'data-field="name"' in shown
    assert 'data-field="name_zh"' not in shown


def test_the_address_is_the_view(admin: Client) -> None:
    assert ids(admin.get(LIST, {"filter": 'city = "Leeds"'})) == [customer_of("team").pk]
    assert set(ids(admin.get(LIST, {"q": "amber"}))) == {customer_of("group").pk, customer_of("subsidiary").pk}
    by_revenue = ids(admin.get(LIST, {"sort": "-revenue"}))
    assert by_revenue[:3] == [customer_of("own").pk, customer_of("other").pk, customer_of("team").pk]


def test_the_address_without_its_slash_leads_to_it(admin: Client) -> None:
    response = admin.get("/customers?q=amber")
    assert (response.status_code, response["Location"]) == (302, "/customers/?q=amber")


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ROWS", 4)


def test_further_rows_come_once_each_in_order(admin: Client, short_pages: None) -> None:
    for number in range(10):
        made(acting("admin"), "customer", {"name": f"Row {number:03d}"})
    seen: list[int] = []
    response = admin.get(LIST, {"q": "row"})
    while True:
        seen += ids(response)
        more = re.search(r'hx-get="(/customers/rows\?[^"]*)"', html(response))
        if not more:
            break
        response = admin.get(more[1].replace("&amp;", "&"))
    expected = list(
        Customer.everything.filter(name__startswith="Row ").order_by("sort_key").values_list("pk", flat=True)
    )
    assert seen == expected


def test_without_scripts_a_link_leads_on(admin: Client, short_pages: None) -> None:
    for number in range(5):
        made(acting("admin"), "customer", {"name": f"Row {number:03d}"})
    link = re.search(r'<noscript><a class="link" href="([^"]*)">More', html(admin.get(LIST, {"q": "row"})))
    assert link
    assert len(ids(admin.get(link[1].replace("&amp;", "&")))) == 1


@pytest.mark.parametrize(
    "asked", [{"filter": "nothing = 1"}, {"filter": "name ="}, {"sort": "password"}, {"cursor": "x"}, {"q": "a\x00b"}]
)
def test_what_cannot_be_understood_is_told_in_its_place(admin: Client, asked: dict[str, str]) -> None:
    response = admin.get(LIST, asked)
    assert response.status_code == 400
    assert 'href="/customers/"' in html(response)


def test_nothing_fits_and_nothing_there_are_told_apart(admin: Client) -> None:
    assert "Nothing here is called that" in html(admin.get(LIST, {"q": "nobody is called so"}))
    Customer.everything.update(trashed_at=timezone.now())
    empty = html(admin.get(LIST))
    assert "Organisations and persons we know" in empty
    assert 'href="/customers/new"' in empty
    assert 'href="/customers/import"' in empty


# -- which fields ---------------------------------------------------------------------------------------------------
def test_a_hidden_field_does_not_exist() -> None:
    response = client_of("rnd").get(LIST)
    assert "revenue" not in html(response)
    assert "910,000" not in html(response)


def test_a_masked_field_is_dotted_out_and_cannot_be_sorted_by() -> None:
    response = client_of("product").get(LIST)
    assert row(response, customer_of("other").pk)["revenue"] == "•••"
    assert "910,000" not in html(response) and "910000" not in html(response)
    assert "sort=revenue" not in html(response)
    assert "revenue" not in {field["id"] for field in block(response, "filter-fields")["fields"]}
    assert client_of("product").get(LIST, {"sort": "revenue"}).status_code == 400


def test_a_linked_record_out_of_sight_is_dotted_out() -> None:
    """The parent is another department's customer, whom this reader may not see; people are seen by everybody."""
    child = made(acting("admin"), "customer", {"name": "Small Branch", "owner": "sales", "parent": "Harbour Mills"})
    relation = made(
        acting("admin"), "relation", {"customer": child.pk, "other": customer_of("other").pk, "tie": "partner-of"}
    )
    response = client_of("sales").get("/relations/")
    assert row(response, relation.pk)["other"] == "•••"
    assert "Harbour Mills" not in html(response)


def test_values_look_like_what_they_are(admin: Client) -> None:
    shown = row(admin.get(LIST), customer_of("own").pk)
    assert shown["name"] == CUSTOMERS["own"]["name"]
    assert (shown["tier"], shown["stage"], shown["owner"], shown["revenue"]) == ("A", "Acquire", "李青", "¥1.25 M")
    nobody = row(admin.get(LIST), customer_of("nobody").pk)
    assert (nobody["tier"], nobody["owner"], nobody["revenue"]) == ("–", "–", "–")


def test_text_stays_text(admin: Client) -> None:
    made(acting("admin"), "customer", {"name": '<script>alert(1)</script>"&', "city": "</td><b>x"})
    text = html(admin.get(LIST))
    assert "<script>alert" not in text
    assert "<b>x" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_text_cannot_leave_a_data_block(admin: Client) -> None:
    response = admin.get(LIST, {"filter": 'name = "</script><img src=x>"'})
    assert "<img src=x>" not in html(response)
    assert block(response, "filter-tree")["values"] == ["</script><img src=x>"]


# -- what may be done -----------------------------------------------------------------------------------------------
def test_cells_are_editable_where_row_and_field_are() -> None:
    """A sales rep edits own customers, not those of the team; a service lead all of them, but not the owner or the tier."""
    mine = client_of("sales").get(LIST)
    assert "city" in editable(mine, customer_of("own").pk)
    assert editable(mine, customer_of("team").pk) == set()
    lead = editable(client_of("service-lead").get(LIST), customer_of("own").pk)
    assert lead & {"owner", "tier", "last_touch"} == set()
    assert "city" in lead


@pytest.mark.parametrize(
    ("username", "buttons"),
    [
        ("admin", {"new", "import", "export", "trash"}),
        ("sales", {"new", "export"}),
        ("executive", {"export"}),
        ("legal", set()),
    ],
)
def test_buttons_follow_from_rights(username: str, buttons: set[str]) -> None:
    text = html(client_of(username).get(LIST))
    marks = {"new": "new", "import": "import", "export": "export?", "trash": "?trashed=1"}
    assert {name for name, mark in marks.items() if f'href="/customers/{mark}' in text} == buttons


# -- count and sums -------------------------------------------------------------------------------------------------
def test_count_and_sums_are_of_what_the_reader_sees() -> None:
    rows = visible_to(acting("sales"), Customer)
    text = html(client_of("sales").get("/customers/count"))
    assert f"{rows.count()} customers" in text
    assert "¥1.34 M" in text  # 1,250,000.50 of the own one and 88,000 of the team's


def test_no_sum_of_a_field_that_may_not_be_known() -> None:
    for username in ("product", "rnd"):
        text = html(client_of(username).get("/customers/count"))
        assert "¥" not in text
        assert ">320<" in text


def test_count_follows_the_filter(admin: Client) -> None:
    assert ">1 customer<" in html(admin.get("/customers/count", {"filter": 'city = "Leeds"'}))


# -- trash ----------------------------------------------------------------------------------------------------------
def test_the_trash_is_for_those_who_may_delete() -> None:
    assert ids(client_of("admin").get(LIST, {"trashed": "1"})) == [customer_of("trashed").pk]
    assert client_of("sales").get(LIST, {"trashed": "1"}).status_code == 403


def test_what_is_restored_is_back(admin: Client) -> None:
    gone = customer_of("trashed")
    response = admin.post(f"/customers/{gone.pk}/restore", follow=True)
    assert response.redirect_chain == [("/customers/?trashed=1", 302)]
    assert block(response, "toasts")[0]["text"] == "“Gone Fishing” is back in its place."
    assert gone.pk in ids(admin.get(LIST))


def test_restoring_is_asked_for_by_post_and_by_whoever_may(admin: Client) -> None:
    gone = customer_of("trashed")
    assert admin.get(f"/customers/{gone.pk}/restore").status_code == 405
    assert client_of("sales").post(f"/customers/{gone.pk}/restore").status_code in (403, 404)
    assert customer_of("trashed").trashed_at is not None


# -- the filter that is handed to the browser ------------------------------------------------------------------------
def test_chips_name_linked_records(admin: Client) -> None:
    owner = person_called("sales")
    tree = block(admin.get(LIST, {"filter": f"owner = {owner.pk} or owner = me"}), "filter-tree")
    assert tree["join"] == "or"
    assert [part["labels"] for part in tree["parts"]] == [["李青"], ["Me"]]


def test_chips_do_not_name_what_is_out_of_sight() -> None:
    other = customer_of("other")
    response = client_of("sales").get(LIST, {"filter": f"parent = {other.pk}"})
    assert "Harbour" not in html(response)
    assert block(response, "filter-tree")["values"] == [str(other.pk)]


def test_asking_names_every_readable_field(admin: Client) -> None:
    fields = {field["id"] for field in block(admin.get(LIST), "filter-fields")["fields"]}
    assert fields == (named("customer").fields.keys() - {"trashed_at"}) | {"segment"}


# -- speed ----------------------------------------------------------------------------------------------------------
def queries(client: Client, address: str) -> list[str]:
    with Queries() as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("username", ["admin", "sales"])
def test_three_rows_cost_as_many_queries_as_one(username: str) -> None:
    def add(number: int) -> None:
        given: dict[str, Any] = {
            "name": f"Counted {number}",
            "owner": "sales",
            "department": "Field",
            "parent": customer_of("own").pk,
        }
        made(acting("admin"), "customer", given)

    client = client_of(username)
    client.get(LIST)
    add(1)
    one = queries(client, "/customers/?q=counted")
    add(2)
    add(3)
    three = queries(client, "/customers/?q=counted")
    assert len(three) == len(one)
    assert len(one) <= 9


def test_a_full_page_is_small(admin: Client) -> None:
    full = {"owner": "sales", "tier": "A", "revenue": "1234567.89", "employees": 12345, "industry": "Electronics"}
    first = made(acting("admin"), "customer", {"name": "A customer with a name", "city": "Suzhou", **full})
    Customer.everything.bulk_create(copies(first, asking.ROWS))
    response = admin.get(LIST, {"q": "customer"})
    assert len(ids(response)) == asking.ROWS
    assert len(response.content) < 92_000  # the rail of all departments is in it


def copies(record: Customer, count: int) -> list[Customer]:
    values = {
        field.attname: getattr(record, field.attname) for field in Customer._meta.concrete_fields if field.name != "id"
    }
    return [Customer(**values) for _each in range(count)]
