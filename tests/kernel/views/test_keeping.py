"""Saving, changing, sharing, ordering and deleting views, from the page and by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from concerto.kernel.access.roles import publishing
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked
from concerto.kernel.query.listing import page as rows_of
from concerto.kernel.views.offered import offered
from concerto.kernel.views.opening_with import opens_with
from concerto.kernel.views.view.actions import make_default, reorder, share
from concerto.kernel.views.view.model import View
from tests.cast import acting, api_of, client_of, made, person_called
from tests.kernel.pages.reading import block, html

pytestmark = pytest.mark.django_db
LIST = "/customers/"


@pytest.fixture
def sales() -> Client:
    return client_of("sales")


def mine(username: str = "sales", noun: str = "customer", **values: Any) -> View:
    view = made(acting(username), "view", {"name": "Mine", "noun": noun, **values})
    assert isinstance(view, View)
    return view


def newest() -> View:
    view = View.everything.order_by("-pk").first()
    assert isinstance(view, View)
    return view


# -- saving ---------------------------------------------------------------------------------------------------------
def test_what_stands_in_the_address_is_saved(sales: Client) -> None:
    form = {
        "name": "Team East",
        "filter": "tier = A",
        "sort": "-city,name",
        "columns": "name:300,city",
        "layout": "",
        "by": "",
    }
    response = sales.post("/customers/views/new", form | {"shared_with": "team", "opens": "1"})
    view = newest()
    assert response["Location"] == f"/customers/?view={view.pk}"
    kept = {id: getattr(view, id) for id in ("name", "noun", "filter", "sort", "columns", "layout", "shared_with")}
    assert kept == {"name": "Team East", "noun": "customer", "filter": "tier = A", "sort": "-city,name", "columns": "name:300,city",
                    "layout": "table", "shared_with": "team"}  # fmt: skip
    assert sales.get(LIST)["Location"] == f"/customers/?view={view.pk}"
    page = sales.get(LIST, {"view": view.pk})
    assert '<col class="c-title" width="300" data-column="name">' in html(page)
    assert [column["id"] for column in block(page, "columns-offered") if column["shown"]] == ["name", "city"]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"filter": "nothing = 1"}, {"filter": "(("}, {"sort": "flags"}, {"sort": "a,b,c,d"},
                                   {"columns": "name,name"}, {"columns": "🦆"}, {"by": "nothing"}, {"layout": "globe"},
                                   {"shared_with": "the world"}, {"shared_with": "everyone"}, {"name": "x" * 81}])  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_kept(sales: Client, wrong: dict[str, str]) -> None:
    before = View.everything.count()
    response = sales.post("/customers/views/new", {"name": "A", "next": "/customers/?sort=city"} | wrong)
    assert (response.status_code, response["Location"]) == (302, "/customers/?sort=city")
    assert '"kind":"bad"' in html(sales.get("/customers/?sort=city"))
    assert View.everything.count() == before


def test_a_view_of_a_noun_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        standard.create(acting("sales"), named("view"), {"name": "A", "noun": "unicorn"})
    assert list(refused.value.problems) == ["noun"]


def test_save_changes_appears_when_something_changed(sales: Client) -> None:
    view = mine()
    plain, changed = sales.get(LIST, {"view": view.pk}), sales.get(LIST, {"view": view.pk, "sort": "-city"})
    assert ('id="view-changed" hidden' in html(plain), 'id="view-changed" hidden' in html(changed)) == (True, False)
    sales.post(
        f"/customers/views/{view.pk}/update", {"filter": "", "sort": "-city", "columns": "", "layout": "", "by": ""}
    )
    assert View.everything.get(pk=view.pk).sort == "-city"


# -- other people's views -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["update", "rename", "share", "earlier", "delete"])
def test_only_the_owner_changes_a_view(verb: str) -> None:
    view = mine("rival")
    share(acting("admin"), view, shared_with=Sharing.EVERYONE)
    before = View.everything.filter(pk=view.pk).values().get()
    form = {"name": "Theirs", "shared_with": "private", "sort": "city"}
    client_of("sales").post(f"/customers/views/{view.pk}/{verb}", form)
    assert View.everything.filter(pk=view.pk).values().get() == before


def test_a_view_cannot_be_made_for_somebody_else_nor_published_by_editing() -> None:
    view = mine()
    for values in ({"owner": "rival"}, {"shared_with": "everyone"}, {"place": 1}):
        with pytest.raises(Invalid):
            standard.edit(acting("sales"), named("view"), view.pk, values)


# -- sharing --------------------------------------------------------------------------------------------------------
def test_those_who_lead_share_with_everyone() -> None:
    assert {role.id for role in publishing()} == {"admin", "executive", "sales-manager", "service-lead", "data"}
    for username in ("sales", "service", "finance", "newcomer"):
        view = mine(username)
        with pytest.raises(Forbidden):
            share(acting(username), view, shared_with=Sharing.EVERYONE)
        share(acting(username), view, shared_with=Sharing.TEAM)
    for username in ("executive", "sales-manager", "service-lead", "data"):
        share(acting(username), mine(username), shared_with=Sharing.EVERYONE)


def test_what_an_administrator_published_its_owner_may_leave_so_or_take_back() -> None:
    view = mine()
    share(acting("admin"), view, shared_with=Sharing.EVERYONE)
    share(acting("sales"), view, shared_with=Sharing.EVERYONE)
    share(acting("sales"), view, shared_with=Sharing.PRIVATE)
    assert View.everything.get(pk=view.pk).shared_with == "private"


# -- order and default ----------------------------------------------------------------------------------------------
def test_views_stand_where_their_owner_puts_them() -> None:
    views = [mine(noun="note", name=name) for name in "abcd"]
    reorder(acting("sales"), views[3], place=1)
    reorder(acting("sales"), views[0], place=99)
    reorder(acting("sales"), views[1], place=0)
    mates = mine("mate", noun="note", name="mate's")
    share(acting("mate"), mates, shared_with=Sharing.TEAM)
    assert [view.name for view in offered(acting("sales"), named("note"))] == ["b", "d", "c", "a", "mate's"]


def test_a_list_opens_with_the_view_of_one_s_choice() -> None:
    view = mine(noun="note")
    share(acting("sales"), view, shared_with=Sharing.TEAM)
    make_default(acting("mate"), view)
    make_default(acting("sales"), view)
    client_of("sales").post("/notes/views/default", {"view": "mine"})
    assert (opens_with(acting("mate"), "note"), opens_with(acting("sales"), "note")) == (str(view.pk), "mine")
    assert client_of("sales").get("/notes/")["Location"] == "/notes/?view=mine"
    assert client_of("sales").get("/notes/", {"view": "all"}).status_code == 200
    assert client_of("sales").post("/notes/views/default", {"view": "nothing"}).status_code == 404


def test_a_default_that_is_gone_leads_to_a_way_out() -> None:
    view = mine(noun="note")
    make_default(acting("sales"), view)
    standard.delete(acting("sales"), entity_of(View), view.pk)
    response = client_of("sales").get("/notes/", follow=True)
    assert response.status_code == 200


# -- deleting -------------------------------------------------------------------------------------------------------
def test_a_deleted_view_is_taken_back(sales: Client) -> None:
    view = mine()
    assert sales.post(f"/customers/views/{view.pk}/delete")["Location"] == LIST
    assert sales.get(LIST, {"view": view.pk}).status_code == 404
    line = Entry.objects.filter(entity="view", record=view.pk).latest("id")
    sales.post(f"/views/{view.pk}/undo/{line.id}")
    assert sales.get(LIST, {"view": view.pk}).status_code == 200


# -- the API --------------------------------------------------------------------------------------------------------
def test_views_are_a_noun_like_every_other() -> None:
    api = api_of("sales")
    made_view = api.post(
        "/api/v1/views", {"name": "By API", "noun": "customer", "filter": "tier = A"}, content_type="application/json"
    )
    assert made_view.status_code == 201
    id = made_view.json()["id"]
    refused = api.post(
        f"/api/v1/views/{id}/actions/share", {"shared_with": "everyone"}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["title"]) == (403, "forbidden")
    shared = api.post(f"/api/v1/views/{id}/actions/share", {"shared_with": "team"}, content_type="application/json")
    assert shared.status_code == 200
    listed = api_of("mate").get("/api/v1/views", {"filter": f'owner = {person_called("sales").pk} and name = "By API"'})
    assert [item["id"] for item in listed.json()["items"]] == [id]


def test_two_defaults_at_once_are_one_after_the_other() -> None:
    """The second finds what the first has set."""
    first, second = mine(noun="note"), mine(noun="note")
    for view in (first, second, first):
        make_default(acting("sales"), view)
    rows = rows_of(acting("sales"), named("list-setting"), Asked(filter="noun = note")).rows
    assert [row.opens for row in rows] == [str(first.pk)]


def test_refusals_are_sentences() -> None:
    with pytest.raises(Refused) as refused:
        share(acting("sales"), mine(), shared_with=Sharing.EVERYONE)
    assert str(refused.value.message).startswith("Views for everyone are shared by: Administrator, ")
