"""Boards and the moving of cards: the list's own rows in columns, exact heads, and a move that is done whole or not at all."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.listing import board
from concerto.kernel.query.listing import Asked
from concerto.kernel.query.listing import page as rows_of
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html
from tests.queries import Queries

pytestmark = pytest.mark.django_db
LANE = re.compile(r'<section class="lane" id="lane-([^"]*)".*?</section>', re.DOTALL)
CARD = re.compile(r'<article class="card[^>]* data-id="(\d+)"')
HX = {"HX-Request": "true"}


@pytest.fixture
def admin() -> Client:
    return client_of("admin")


def lanes(response: Any) -> dict[str, list[int]]:
    """Column → the ids of its cards."""
    return {found[1]: [int(id) for id in CARD.findall(found[0])] for found in LANE.finditer(html(response))}


def move(client: Client, id: int, query: str = "layout=board&by=stage", **values: Any) -> Any:
    return client.post(f"/customers/{id}/move?{query}", values, headers=HX)


def placed(response: Any) -> Any:
    return json.loads(response.headers.get("HX-Trigger", "{}")).get("card-placed")


def stage_of(id: int) -> str:
    return str(Customer.everything.get(pk=id).stage)  # type: ignore[attr-defined]  # it is a customer


# -- what stands on it ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["admin", "sales", "logistics"])
def test_the_cards_are_the_rows_of_the_list_each_in_its_column(username: str) -> None:
    rows = rows_of(acting(username), named("customer"), Asked(limit=200)).rows
    by_stage = {
        stage: [row.pk for row in rows if row.stage == stage] for stage in named("customer").fields["stage"].choices
    }
    assert lanes(client_of(username).get("/customers/?layout=board")) == by_stage


def test_heads_count_and_add_up_what_the_filter_leaves(admin: Client) -> None:
    for stage, revenue in (("retain", "1000000"), ("retain", "2000000"), ("refer", "")):
        made(
            acting("admin"), "customer", {"name": f"Headed {stage}", "city": "Kopf", "stage": stage, "revenue": revenue}
        )
    page = html(admin.get("/customers/", {"layout": "board", "filter": "city = Kopf"}))
    heads = dict(re.findall(r'id="head-(\w+)"><span data-count>(\d+)</span>', page))
    assert heads == {"acquire": "0", "nurture": "0", "convert": "0", "retain": "2", "refer": "1"}
    assert "¥3 M" in page


def test_links_make_columns_of_what_they_lead_to(admin: Client) -> None:
    owner = person_called("sales")
    found = lanes(admin.get("/customers/", {"layout": "board", "by": "owner"}))
    assert customer_of("own").pk in found[str(owner.pk)]
    assert customer_of("nobody").pk in found[""]


def test_further_cards_come_once_each(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "CARDS", 2)
    expected = [
        made(acting("admin"), "customer", {"name": f"Card {at}", "city": "Stapel", "stage": "refer"}).pk
        for at in range(5)
    ]
    response = admin.get("/customers/", {"layout": "board", "filter": "city = Stapel"})
    seen = lanes(response)["refer"]
    while found := re.search(r'hx-get="(/customers/cards\?[^"]*)"', html(response)):
        response = admin.get(found[1].replace("&amp;", "&"))
        seen += [int(id) for id in CARD.findall(html(response))]
    assert seen == expected


@pytest.mark.parametrize("sort", ["-revenue", "city", "-last_touch"])
def test_columns_keep_the_order_of_the_list_with_empties_last(admin: Client, sort: str) -> None:
    order = [row.pk for row in rows_of(acting("admin"), named("customer"), Asked(sort=sort, limit=200)).rows]
    for cards in lanes(admin.get("/customers/", {"layout": "board", "sort": sort})).values():
        assert cards == [id for id in order if id in cards]


def test_as_many_queries_for_many_cards_and_columns_as_for_few(admin: Client) -> None:
    def queries(by: str) -> int:
        with Queries() as run:
            assert admin.get("/customers/", {"layout": "board", "by": by}).status_code == 200
        return len(run)

    for by in ("stage", "owner"):
        queries(by)
        few = queries(by)
        for number, username in enumerate(("sales", "rival", "finance", "legal")):
            made(
                acting("admin"),
                "customer",
                {"name": f"One more {number}", "owner": username, "stage": "refer", "tier": "A"},
            )
        assert queries(by) == few, by


def test_every_noun_has_the_layouts_that_its_fields_allow(admin: Client) -> None:
    for entity in entities():
        page = html(admin.get(f"/{entity.path}/"))
        for layout in ("board", "calendar"):
            offered = f"layout={layout}" in page
            assert (admin.get(f"/{entity.path}/?layout={layout}").status_code == 200) == offered, (entity.id, layout)


@pytest.mark.parametrize("query", [
    {"layout": "map"}, {"layout": "board", "by": "name"}, {"layout": "board", "by": "flags"}, {"layout": "board", "by": "last_touch"},
    {"layout": "board", "by": "nothing"}, {"layout": "board", "by": "owner__password"}, {"layout": "calendar", "by": "stage"},
    {"layout": "calendar", "month": "2026-13"}, {"layout": "calendar", "month": "99999999999-01"}, {"layout": "calendar", "month": "9999-12"},
    {"layout": "calendar", "month": "0001-01"}, {"layout": "calendar", "month": "２０２６-11"}, {"layout": "calendar", "week": "2026-02-30"},
    {"layout": "calendar", "week": "soon"}, {"layout": "board\x00"}, {"layout": "board", "filter": "stage"}, {"layout": "board", "sort": "x"},
])  # fmt: skip
def test_what_cannot_be_laid_out_is_said(admin: Client, query: dict[str, str]) -> None:
    assert admin.get("/customers/", query).status_code == 400


def test_what_may_not_be_read_makes_no_columns() -> None:
    blind = client_of("logistics")
    assert blind.get("/customers/?layout=board&by=tier").status_code == 400
    assert blind.get("/customers/cards?by=tier").status_code == 400
    assert "¥" not in html(blind.get("/customers/?layout=board"))
    assert client_of("newcomer").get("/customers/?layout=board").status_code == 403
    assert client_of("newcomer").get("/customers/cards").status_code == 403


# -- moving ---------------------------------------------------------------------------------------------------------
def test_a_move_is_an_edit_and_tells_where_the_card_stands(admin: Client) -> None:
    card = customer_of("own")
    response = move(admin, card.pk, stage="refer", version=card.version)
    assert (response.status_code, stage_of(card.pk)) == (200, "refer")
    assert placed(response) == {"id": card.pk, "lane": "refer"}
    assert f'id="card-{card.pk}"' in html(response)
    assert 'id="head-refer"' in html(response)
    assert Entry.objects.filter(entity="customer", record=card.pk).order_by("-id")[0].verb == "edit"


def test_who_may_not_edit_moves_nothing() -> None:
    card = customer_of("own")
    for username, status in (("rival", 404), ("executive", 403), ("finance", 403), ("newcomer", 404)):
        response = move(client_of(username), card.pk, stage="refer", version=card.version)
        assert (response.status_code, placed(response)) == (status, None), username
    assert stage_of(card.pk) == card.stage
    assert "data-movable" not in html(client_of("executive").get("/customers/?layout=board"))


def test_somebody_was_quicker_with_the_same_card(admin: Client) -> None:
    """Both versions are shown and the card goes to where it is; with the new version the wish can be kept."""
    card = customer_of("own")
    standard.edit(acting("admin"), named("customer"), card.pk, {"stage": "refer"})
    response = move(admin, card.pk, stage="nurture", version=card.version, **{"from": card.stage})
    assert (response.status_code, stage_of(card.pk)) == (412, "refer")
    assert placed(response) == {"id": card.pk, "lane": "refer"}
    assert all(words in html(response) for words in ("<form", "Refer", "Nurture"))
    assert move(admin, card.pk, stage="nurture", version=card.version + 1).status_code == 200


def test_another_change_of_the_card_is_no_reason_to_refuse(admin: Client) -> None:
    card = customer_of("own")
    standard.edit(acting("admin"), named("customer"), card.pk, {"city": "Elsewhere"})
    assert move(admin, card.pk, stage="refer", version=card.version, **{"from": card.stage}).status_code == 200
    assert stage_of(card.pk) == "refer"


def test_a_refusal_opens_just_the_fields_that_would_change_the_answer(admin: Client) -> None:
    point = made(
        acting("admin"),
        "contact-point",
        {"customer": customer_of("own").pk, "medium": "phone", "value": "139 0013 9000"},
    )
    address = f"/contact-points/{point.pk}/move?layout=board&by=medium"
    refused = admin.post(address, {"medium": "email", "version": point.version}, headers=HX)
    page = html(refused)
    assert (refused.status_code, placed(refused)) == (422, None)
    assert re.findall(r'<(?:input|select|textarea) class="input"[^>]* name="(\w+)"', page) == ["value"]
    assert '<input type="hidden" name="medium" value="email">' in page
    again = admin.post(
        address, {"medium": "email", "value": "still none", "version": point.version, "asked": "value"}, headers=HX
    )
    assert again.status_code == 422
    kept = admin.post(
        address, {"medium": "email", "value": "li@example.com", "version": point.version, "asked": "value"}, headers=HX
    )
    assert (kept.status_code, placed(kept)["lane"]) == (200, "email")


def test_a_column_that_is_none_is_refused_and_nothing_changed(admin: Client) -> None:
    card = customer_of("own")
    for values in ({"stage": "nowhere"}, {"stage": ""}, {"day": "2026-11-26"}):
        assert move(admin, card.pk, version=card.version, **values).status_code == 422, values
    assert move(admin, card.pk, "layout=board&by=nothing", stage="refer").status_code == 400
    assert move(admin, card.pk, "layout=board&by=name", name="x").status_code == 400
    assert move(admin, 2**70, stage="refer").status_code == 404
    assert stage_of(card.pk) == card.stage


def test_who_gives_a_card_away_hears_that_it_is_out_of_sight() -> None:
    card = customer_of("own")
    response = move(
        client_of("sales"), card.pk, "layout=board&by=owner", owner=person_called("rival").pk, version=card.version
    )
    assert (response.status_code, placed(response)) == (200, {"id": card.pk, "lane": None})
    assert "card-" not in html(response).replace("card-placed", "")


def test_the_dialog_asks_where_to(admin: Client) -> None:
    page = html(admin.get(f"/customers/{customer_of('own').pk}/move?layout=board&by=stage"))
    assert '<select class="input" id="f-stage" name="stage"' in page


# -- by day ---------------------------------------------------------------------------------------------------------
def called(at: datetime, subject: str = "Called") -> Any:
    values = {"customer": customer_of("own").pk, "sort": "call", "subject": subject, "happened_at": at.isoformat()}
    return made(acting("admin"), "activity", values)


def day_cells(response: Any) -> dict[str, list[int]]:
    cells = re.findall(
        r'data-lane="([\d-]+)" tabindex="-1">(.*?)</div>\s*(?:<a class="day-more|</section>)', html(response), re.DOTALL
    )
    return {day: [int(id) for id in CARD.findall(inside)] for day, inside in cells if CARD.search(inside)}


def in_zone(zone: str) -> Client:
    standard.edit(acting("admin"), named("person"), person_called("admin").pk, {"time_zone": zone})
    return client_of("admin")


def test_a_moment_stands_on_its_day_where_the_reader_is() -> None:
    edge = called(datetime(2031, 3, 14, 16, 30, tzinfo=timezone.get_fixed_timezone(0)))
    address = "/activities/?layout=calendar&month=2031-03"
    assert day_cells(in_zone("Asia/Shanghai").get(address)) == {"2031-03-15": [edge.pk]}
    assert day_cells(in_zone("Europe/London").get(address)) == {"2031-03-14": [edge.pk]}
    assert day_cells(in_zone("Europe/London").get("/activities/?layout=calendar&week=2031-03-14")) == {
        "2031-03-14": [edge.pk]
    }


def test_a_full_day_tells_how_many_more_and_where_they_are() -> None:
    client = in_zone("Asia/Shanghai")
    for hour in range(5):
        called(datetime(2031, 3, 14, hour, tzinfo=timezone.get_fixed_timezone(0)))
    page = html(
        client.get(
            "/activities/", {"layout": "calendar", "month": "2031-03", "filter": "subject = Called or subject = Met"}
        )
    )
    assert "+2 more" in page
    whole = re.search(r'class="day-more" href="([^"]*)"', page)
    assert whole
    assert len(re.findall(r"<tr data-id", html(client.get(whole[1].replace("&amp;", "&"))))) == 5


def test_another_day_keeps_the_time_of_day() -> None:
    client = in_zone("Europe/London")
    entry = called(datetime(2031, 3, 14, 16, 30, tzinfo=timezone.get_fixed_timezone(0)))
    address = f"/activities/{entry.pk}/move?layout=calendar&by=happened_at&month=2031-03"
    response = client.post(
        address, {"day": "2031-04-02", "version": entry.version}, headers=HX
    )  # summer time begins between
    assert (response.status_code, placed(response)["lane"]) == (200, "2031-04-02")
    now = type(entry).everything.get(pk=entry.pk)
    assert now.happened_at == datetime(2031, 4, 2, 15, 30, tzinfo=timezone.get_fixed_timezone(0))
    for day in ("2031-02-30", "soon", "99999-01-01", ""):
        assert client.post(address, {"day": day, "version": now.version}, headers=HX).status_code == 422, day


@pytest.mark.parametrize(("language", "first"), [("en", "2026-11-01"), ("zh-hans", "2026-10-26")])
def test_a_week_begins_as_the_language_has_it(language: str, first: str) -> None:
    standard.edit(acting("admin"), named("person"), person_called("admin").pk, {"language": language})
    page = html(client_of("admin").get("/activities/?layout=calendar&month=2026-11"))
    assert re.findall(r'data-lane="([\d-]+)"', page)[0] == first


def test_a_field_that_editing_leaves_alone_moves_by_the_verb_that_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    @action(on=Customer, label="Touch")
    def touch(actor: Actor, customer: Customer, *, last_touch: datetime) -> None:
        change(actor, customer, last_touch=last_touch)

    client, card = in_zone("Europe/London"), customer_of("own")
    address = f"/customers/{card.pk}/move?layout=calendar&by=last_touch"
    assert client.post(address, {"day": "2026-11-20"}, headers=HX).status_code == 403
    monkeypatch.setitem(named("customer").actions, "touch", touch)
    response = client.post(address, {"day": "2026-11-20", "version": card.version}, headers=HX)
    assert (response.status_code, placed(response)["lane"]) == (200, "2026-11-20")
    assert Entry.objects.filter(entity="customer", record=card.pk).order_by("-id")[0].verb == "touch"
