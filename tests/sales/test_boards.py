"""The board of deals: its columns, what it comes to, and what a card says; competitors and who buys."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from concerto.kernel.pages.listing.asking import Shown
from concerto.kernel.pages.listing.board import board_of
from concerto.sales.opportunity.forecast import Forecast
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.stage import known
from tests.cast import acting, client_of, customer_of
from tests.queries import Queries
from tests.sales.deals import deal, put, read, renewals

BOARD = "/opportunities/?layout=board&by=stage"
FIRST = ["discovery", "proposal", "negotiation", "won", "lost"]


@pytest.fixture(autouse=True)
def as_they_are() -> Any:
    known.forget()
    yield
    known.forget()


def columns(username: str, filter: str = "") -> list[str]:
    asked = Shown(filter=filter, layout="board", by="stage")
    return [lane.head.key for lane in board_of(acting(username), named("opportunity"), asked).lanes]


def forecast(username: str, filter: str = "") -> Forecast:
    above = board_of(acting(username), named("opportunity"), Shown(filter=filter, layout="board", by="stage")).above
    assert above is not None
    assert isinstance(above.shown, Forecast)
    return above.shown


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.django_db
def test_columns_are_those_of_the_pipelines_in_sight_also_the_empty_ones() -> None:
    assert columns("sales") == FIRST
    pipeline = renewals()
    code = named("pipeline").code(pipeline)
    assert columns("sales") == FIRST  # no deal of the new one yet
    for asked in (f"pipeline = {pipeline}", f"pipeline = {code}", f"pipeline in ({pipeline}) and owner = me"):
        assert columns("sales", asked) == ["due", "renewed", "gone"]
    deal(stage="due", pipeline=pipeline)
    assert columns("sales") == [*FIRST, "due", "renewed", "gone"]


@pytest.mark.django_db
def test_what_it_comes_to_is_what_its_cards_say() -> None:
    mine = "name ^= Counted"
    open_one = put(deal(name="Counted 1", amount="1000"), stage="proposal")
    deal(name="Counted 2", amount="500")
    put(deal(name="Counted 3", amount="300"), stage="won")
    put(deal(name="Counted 4", amount="70"), stage="lost", lost_reason="price")
    deal(name="Another", amount="9999")
    read()
    Opportunity.everything.filter(pk=open_one.pk).update(stalls_on=timezone.localdate())
    found = forecast("sales", mine)
    assert (found.open, found.weighted, found.won) == (Decimal(1500), Decimal(550), Decimal(300))
    assert (found.win_rate, found.count_stalled, found.stalled) == (50, 1, Decimal(1000))
    rows = client_of("sales").get(found.stalled_address).content.decode()
    assert "Counted 1" in rows and "Counted 2" not in rows


@pytest.mark.django_db
def test_what_is_stalled_is_a_list_that_is_there_for_everybody() -> None:
    late, fine = deal(name="Late"), deal(name="Fine")
    today = timezone.localdate()
    Opportunity.everything.filter(pk=late.pk).update(stalls_on=today)
    Opportunity.everything.filter(pk=fine.pk).update(stalls_on=today + timedelta(days=1))
    page = html(client_of("sales"), "/opportunities/?view=stalled")
    assert "Late" in page and "Fine" not in page


@pytest.mark.django_db
def test_whoever_may_not_know_amounts_is_told_none() -> None:
    deal(name="Secret", amount="12345")
    for username in ("service", "product"):
        page = html(client_of(username), BOARD)
        assert "12,345" not in page and "12.3" not in page and 'class="forecast"' not in page


@pytest.mark.django_db
def test_a_card_says_how_long_and_is_red_from_the_day_on() -> None:
    one = put(deal(), stage="proposal")
    read()
    long = timezone.now() - timedelta(days=12, hours=1)
    Opportunity.everything.filter(pk=one.pk).update(
        stage_since=long, stalls_on=timezone.localdate() + timedelta(days=1)
    )
    card = re.compile(rf'<article class="card([^"]*)" id="card-{one.pk}".*?</article>', re.DOTALL)
    found = card.search(html(client_of("sales"), BOARD))
    assert found and (found[1], "12 days" in found[0]) == ("", True)
    Opportunity.everything.filter(pk=one.pk).update(stalls_on=timezone.localdate())
    found = card.search(html(client_of("sales"), BOARD))
    assert found and (found[1], "Call whoever decides" in found[0]) == (" is-stalled", True)
    put(one, stage="negotiation")  # the reader has not come to it yet
    found = card.search(html(client_of("sales"), BOARD))
    assert found and (found[1], "today" in found[0]) == ("", True)


@pytest.mark.django_db
def test_a_move_brings_the_figures_again() -> None:
    one = deal(amount="1000")
    address = f"/opportunities/{one.pk}/move?layout=board&by=stage"
    given = {"stage": "proposal", "from": "discovery"}
    response = client_of("sales").post(address, given, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 200 and 'id="board-above" hx-swap-oob="true"' in page and "weighted" in page


@pytest.mark.django_db
def test_a_board_asks_as_much_of_one_deal_as_of_many() -> None:
    actor, asked = acting("sales"), Shown(layout="board", by="stage")
    counts = []
    for number in (1, 3):
        for _each in range(number):
            deal()
        board_of(actor, named("opportunity"), asked)
        with Queries() as queries:
            board_of(actor, named("opportunity"), asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_competitor_counts_what_was_won_and_lost_against_it() -> None:
    rival = create(acting("admin"), named("competitor"), {"name": "Tin Lantern"})
    put(deal(competitor=rival.pk), stage="won")
    put(deal(competitor=rival.pk), stage="won")
    put(deal(competitor=rival.pk), stage="lost", lost_reason="price")
    page = html(client_of("sales"), f"/competitors/{rival.pk}/related")
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Won against them 2" in shown and "Lost 1" in shown
    assert "Won against them" not in html(client_of("rnd"), f"/competitors/{rival.pk}/related")


@pytest.mark.django_db
def test_people_buy_and_organisations_do_not() -> None:
    one = deal()
    given = {"opportunity": one.pk, "person": customer_of("person").pk, "part": "pays", "attitude": "for"}
    create(acting("sales"), named("buying-role"), given)
    for wrong in (given, given | {"person": customer_of("own").pk}):
        with pytest.raises(Invalid):
            create(acting("sales"), named("buying-role"), wrong)
    page = html(client_of("sales"), f"/opportunities/{one.pk}/related")
    assert "欧阳静" in page and "Pays" in page and "For us" in page
