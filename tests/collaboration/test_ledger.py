"""Who owes whom: the figures of the picture, the lanes and the lists behind them say the same."""

from __future__ import annotations

import re

import pytest

from concerto.collaboration.handoffs.handoff.actions import accept, offer
from concerto.collaboration.handoffs.ledger.lanes import lanes, tabs
from concerto.collaboration.handoffs.ledger.measuring import pairs
from tests.cast import acting, client_of
from tests.collaboration.handed import GIVER, RECEIVER, draft, type_with
from tests.queries import Queries

pytestmark = pytest.mark.django_db


def three_open() -> None:
    type = type_with()
    for _each in range(3):
        offer(acting(GIVER), last := draft(type))
    accept(acting(RECEIVER), last)


@pytest.mark.parametrize("username", ["admin", GIVER, RECEIVER, "newcomer"])
def test_pairs_lanes_and_tabs_add_up(username: str) -> None:
    three_open()
    actor = acting(username)
    counts = {tab.id: tab.count for tab in tabs(actor)}
    assert sum(pair.open for pair in pairs(actor)) == sum(lane.count for lane in lanes(actor, "")) == counts[""]
    assert counts[""] == (0 if username == "newcomer" else 3)


def test_a_figure_opens_into_its_rows() -> None:
    three_open()
    pair = next(each for each in pairs(acting("admin")))
    page = client_of("admin").get(pair.url).content.decode()
    assert len(set(re.findall(r"/handoffs/(\d+)\b", page))) == pair.open


def test_whose_turn_it_is_decides_who_owes() -> None:
    three_open()
    mine = {tab.id: tab.count for tab in tabs(acting(GIVER))}
    theirs = {tab.id: tab.count for tab in tabs(acting(RECEIVER))}
    assert (mine["owe"], mine["owed"]) == (0, 3)
    assert (theirs["owe"], theirs["owed"]) == (3, 0)
    assert theirs["nobody"] == 2


def asked_by_the_page() -> int:
    client = client_of("admin")
    client.get("/handoffs/ledger")
    with Queries() as queries:
        assert client.get("/handoffs/ledger").status_code == 200
    return len(queries)


def test_the_page_asks_the_same_however_many_there_are() -> None:
    three_open()
    few = asked_by_the_page()
    three_open()
    assert asked_by_the_page() == few


def test_what_is_no_tab_shows_all() -> None:
    assert client_of("admin").get("/handoffs/ledger?tab=nothing&days=8").status_code == 200
