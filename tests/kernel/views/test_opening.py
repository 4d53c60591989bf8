"""Opening a view: what the reader may not ask is left out, and neither rows, counts nor words tell of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.query.listing import Asked, count
from concerto.kernel.views.arrangement import Arrangement
from concerto.kernel.views.built_in import built_in
from concerto.kernel.views.fitting import LeftOut, fitted
from concerto.kernel.views.opening import opened
from concerto.kernel.views.view.actions import share
from concerto.kernel.views.view.model import View
from tests.cast import acting, api_of, client_of, customer_of, made
from tests.contracts.turns import in_turn
from tests.kernel.pages.reading import html, ids

pytestmark = pytest.mark.django_db
OPENING = ["admin", "sales", "service"]
LIST = "/customers/"
NOTICE = "This view asks for fields that you cannot see or that no longer exist."


def view_of(username: str, sharing: Sharing = Sharing.EVERYONE, **values: Any) -> View:
    made_view = made(acting(username), "view", {"name": "Big ones", "noun": "customer", **values})
    assert isinstance(made_view, View)
    share(SYSTEM, made_view, shared_with=sharing)
    return made_view


# -- what a reader may not ask --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("reader", "hidden"), [("service", "revenue"), ("service", "source"), ("product", "revenue")])
def test_a_hidden_condition_is_not_applied_and_not_told(reader: str, hidden: str) -> None:
    """The same answer whether the hidden condition holds for all, for some or for none."""
    answers, counts = [], []
    for condition in (f"{hidden} is not empty", f"{hidden} is empty", f"{hidden} = 1250000", f'{hidden} = "x y"'):
        saved = {"filter": f"city is not empty and {condition}", "sort": f"-{hidden}", "columns": f"name,{hidden},city"}
        view = view_of("admin", **saved)
        response = client_of(reader).get(LIST, {"view": view.pk})
        arrangement = opened(acting(reader), named("customer"), str(view.pk)).arrangement
        answers.append(ids(response))
        counts.append(count(acting(reader), named("customer"), Asked(filter=arrangement.filter)).value)
        assert arrangement.filter == "city is not empty"
        assert arrangement.sort == ""
        assert NOTICE in html(response)
        assert condition not in html(response)
    plain = ids(client_of(reader).get(LIST, {"filter": "city is not empty"}))
    assert answers == [plain] * 4
    assert counts == [len(plain)] * 4


def test_of_groups_only_what_may_be_asked_remains() -> None:
    saved = Arrangement(filter='(revenue > 1 or city = Leeds) and (revenue < 5 or revenue > 9) and tier = A', columns="name,revenue:90,city:120")  # fmt: skip
    got, left_out = fitted(acting("service"), named("customer"), saved)
    assert got == Arrangement(filter="city = Leeds and tier = A", columns="name,city:120")
    assert left_out == LeftOut(conditions=3, columns=1)
    assert fitted(acting("admin"), named("customer"), saved) == (saved, LeftOut())


def test_a_field_removed_since_is_as_a_hidden_one() -> None:
    view = view_of("admin", filter="tier = A")
    View.everything.filter(pk=view.pk).update(
        filter="bygone = 1 and tier = A", sort="bygone,-name", columns="name,bygone", by="bygone", layout="board"
    )
    got = opened(acting("admin"), named("customer"), str(view.pk))
    assert got.arrangement == Arrangement("tier = A", "-name", "name", "", "")
    assert got.left_out == LeftOut(conditions=1, columns=1, orders=2)
    assert NOTICE in html(client_of("admin").get(LIST, {"view": view.pk}))


@pytest.mark.parametrize("broken", ["tier =", "((((", "a" * 9000, "(" * 20 + "tier = A" + ")" * 20])
def test_a_filter_that_cannot_be_read_is_left_out_whole(broken: str) -> None:
    view = view_of("admin")
    View.everything.filter(pk=view.pk).update(filter=broken, sort=",,;", columns="::,1")
    response = client_of("admin").get(LIST, {"view": view.pk})
    assert response.status_code == 200
    assert "The filter of this view could not be read" in html(response)


def test_a_field_that_is_seen_again_is_asked_again() -> None:
    """Nothing of the view is lost by somebody's opening it."""
    view = view_of("admin", filter="revenue > 1")
    client_of("service").get(LIST, {"view": view.pk})
    assert View.everything.get(pk=view.pk).filter == "revenue > 1"


# -- whose views ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sharing", "readers"),
    [(Sharing.PRIVATE, {"sales"}), (Sharing.TEAM, {"sales", "mate"}), (Sharing.EVERYONE, {"sales", "mate", "rival", "finance"})],
)  # fmt: skip
def test_a_view_is_opened_by_those_it_is_shared_with(sharing: Sharing, readers: set[str]) -> None:
    view = view_of("sales", sharing)
    others = ["sales", "mate", "rival", "finance"]
    statuses = {who: client_of(who).get(LIST, {"view": view.pk}).status_code for who in others}
    assert statuses == {who: 200 if who in readers else 404 for who in others}
    offered = {
        who for who in [*others, "admin"] if f'href="/customers/?view={view.pk}"' in html(client_of(who).get(LIST))
    }
    assert offered == readers | ({"admin"} if sharing is Sharing.EVERYONE else set())


def test_one_that_is_not_shared_is_as_one_that_is_not_there() -> None:
    private = view_of("rival", Sharing.PRIVATE, name="Secret plan")
    told = [client_of("sales").get(LIST, {"view": key}) for key in (private.pk, 10**9)]
    assert [response.status_code for response in told] == [404, 404]
    assert "Secret plan" not in html(told[0])


def test_a_view_belongs_to_its_list() -> None:
    view = view_of("sales")
    assert client_of("sales").get("/notes/", {"view": view.pk}).status_code == 404
    assert client_of("newcomer").get(LIST, {"view": view.pk}).status_code == 403


@pytest.mark.parametrize("key", ["0", "-1", "x", "９", "1.5", "9" * 40, "all'", "trash ", "../", "None", "🦆"])
def test_garbage_is_no_view(key: str) -> None:
    response = client_of("sales").get(LIST, {"view": key})
    assert response.status_code == 404
    assert api_of("sales").get("/api/v1/customers", {"view": key}).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{"columns": "nothing"}, {"columns": "name,name"}, {"columns": "name:9999999"}, {"columns": "password"}, {"columns": "a b"},
     {"columns": ",".join(["name"] * 99)}, {"sort": "name,,city"}, {"view": "all\x00"}, {"columns": "owner__password"}],
)  # fmt: skip
def test_garbage_in_an_address_is_refused_in_its_place(asked: dict[str, str]) -> None:
    response = client_of("admin").get(LIST, asked)
    assert response.status_code == 400
    assert "This list cannot be asked for like that" in html(response)


def test_a_hidden_column_is_as_one_that_is_not_there() -> None:
    hidden, nothing = (client_of("service").get(LIST, {"columns": f"name,{id}"}) for id in ("revenue", "nothing"))
    assert (hidden.status_code, nothing.status_code) == (400, 400)
    assert html(hidden).count("revenue") == html(nothing).count("nothing")


# -- the views that every list has ----------------------------------------------------------------------------------
@pytest.mark.parametrize("username", OPENING)
def test_every_list_opens_with_each_of_its_own_views(username: str) -> None:
    """A third of the nouns each."""
    client, actor = client_of(username), acting(username)
    for entity in in_turn(entities(), OPENING.index(username), len(OPENING)):
        if client.get(f"/{entity.path}/").status_code == 403:
            continue
        for key, view in built_in(actor, entity).items():
            asked = {"trashed": "1"} if view.trashed else {"view": key}
            assert client.get(f"/{entity.path}/", asked).status_code == 200, (entity.id, key)


def test_mine_is_what_i_own() -> None:
    mine = ids(client_of("sales").get(LIST, {"view": "mine"}))
    assert set(mine) == {customer_of("own").pk, customer_of("person").pk}
    assert "mine" not in built_in(acting("sales"), named("person"))


def test_the_trash_is_no_view_for_those_who_may_not_delete() -> None:
    assert "trash" not in built_in(acting("sales"), named("customer"))
    with pytest.raises(NotThere):
        opened(acting("sales"), named("customer"), "trash")


# -- the API --------------------------------------------------------------------------------------------------------
def test_the_api_applies_a_view_and_says_what_was_left_out() -> None:
    view = view_of("admin", filter="city is not empty and revenue > 100000", sort="-city")
    whole, part = (
        api_of(who).get("/api/v1/customers", {"view": view.pk, "fields": "city"}).json() for who in ("admin", "service")
    )
    assert [item["city"] for item in whole["items"]] == ["苏州", "Rotterdam"]
    assert (whole["left_out"], part["left_out"]) == (0, 1)
    cities = [item["city"] for item in part["items"]]
    assert len(cities) == part["count"]["value"] == 4
    assert "left_out" not in api_of("admin").get("/api/v1/customers").json()


def test_what_is_given_beside_a_view_holds_instead() -> None:
    view = view_of("admin", filter='city = "Leeds"')
    got = api_of("admin").get("/api/v1/customers", {"view": view.pk, "filter": 'city = "Rotterdam"'}).json()
    assert [item["name"] for item in got["items"]] == ["Harbour Mills"]


@pytest.fixture
def admin() -> Client:
    return client_of("admin")


def test_the_address_says_otherwise_than_the_view_also_by_saying_nothing(admin: Client) -> None:
    view = view_of("admin", filter='city = "Leeds"')
    assert ids(admin.get(LIST, {"view": view.pk})) == [customer_of("team").pk]
    assert 'id="view-changed" hidden' in html(admin.get(LIST, {"view": view.pk, "filter": "(city = Leeds)"}))
    assert len(ids(admin.get(LIST, {"view": view.pk, "filter": ""}))) > 1
    assert ids(admin.get(LIST, {"view": view.pk, "filter": "", "q": "harbour"})) == [customer_of("other").pk]
