"""What people keep in the rail: of any noun, their own alone, and only as long as they may see it."""

from __future__ import annotations

import pytest

from concerto.kernel.access.actor import actor_for
from concerto.kernel.access.favourite.model import Favourite
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import NotThere, Refused
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.views.favourites import MOST, favourites, keep
from tests.cast import acting, client_of, customer_of, made, person_called

pytestmark = pytest.mark.django_db


def kept_by(username: str) -> list[tuple[str, int]]:
    actor = actor_for(person_called(username).pk, "page")
    assert actor
    return [(type(row).__name__, row.pk) for row in favourites(actor)]


def test_records_and_views_stand_in_the_rail_in_their_order() -> None:
    sales, own = client_of("sales"), customer_of("own")
    view = made(acting("sales"), "view", {"name": "Mine in Suzhou", "noun": "customer", "layout": "board"})
    for address in (f"/customers/{own.pk}", f"/views/{view.pk}"):
        assert sales.post(f"{address}/favourite", {"on": "on", "next": "/people/"})["Location"] == "/people/"
    assert kept_by("sales") == [("Customer", own.pk), ("View", view.pk)]
    page = sales.get("/people/").content.decode()
    assert f'href="/customers/?view={view.pk}" title="Mine in Suzhou"' in page
    sales.post(f"/customers/{own.pk}/favourite", {"on": "off"})
    assert kept_by("sales") == [("View", view.pk)]
    assert kept_by("rival") == []
    assert "Take out of my favourites" in sales.get(f"/customers/?view={view.pk}").content.decode()


def test_what_is_out_of_sight_is_not_kept_and_not_shown() -> None:
    own = customer_of("own")
    with pytest.raises(NotThere):
        keep(acting("rival"), own, on=True)
    keep(acting("sales"), own, on=True)
    Favourite.objects.create(person_id=person_called("rival").pk, entity="customer", record=own.pk)
    Favourite.objects.create(person_id=person_called("rival").pk, entity="no-such-noun", record=1)
    assert kept_by("rival") == []
    standard.delete(acting("admin"), named("customer"), own.pk)
    assert kept_by("sales") == []


def test_the_rail_holds_so_many_and_says_so() -> None:
    sales, own = person_called("sales"), customer_of("own")
    Favourite.objects.bulk_create(Favourite(person=sales, entity="tag", record=n + 1) for n in range(MOST))
    with pytest.raises(Refused, match=str(MOST)):
        keep(acting("sales"), own, on=True)
    page = client_of("sales").post(f"/customers/{own.pk}/favourite", {"on": "on"}, follow=True)
    assert "take one out first" in page.content.decode()


def test_every_noun_can_be_kept() -> None:
    admin, there, kept = client_of("admin"), set[str](), set[str]()
    for entity in entities():
        row = entity.model.everything.filter(trashed_at=None).first()
        if row is not None:
            there.add(entity.id)
            admin.post(f"/{entity.path}/{row.pk}/favourite", {"on": "on"})
            kept.update(Favourite.objects.values_list("entity", flat=True))
            Favourite.objects.all().delete()
    assert kept == there
