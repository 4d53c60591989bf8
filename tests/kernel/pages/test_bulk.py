"""Many records at once, from the list: asked about, said beforehand, done, told, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.kernel.batches.batch.model import Batch
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def steward() -> Client:
    return client_of("data")


def newest() -> Batch:
    found = Batch.everything.order_by("-pk")[0]
    assert isinstance(found, Batch)
    return found


def ticked(*whose: str) -> dict[str, Any]:
    return {"ids": ",".join(str(customer_of(each).pk) for each in whose)}


def test_a_list_offers_what_its_reader_may_do_to_many() -> None:
    expected = {
        "data": {"edit", "tag", "untag", "delete"},
        "marketing": {"edit", "tag", "untag"},
        "executive": set(),
        "legal": None,
    }
    for username, verbs in expected.items():
        page = html(client_of(username).get("/customers/"))
        assert ("<c-selection" in page) == (verbs is not None), username
        offered = {
            verb
            for verb in ("edit", "tag", "untag", "delete", "restore")
            if f'formaction="/customers/bulk/{verb}"' in page
        }
        assert offered == (verbs or set()), username


def test_the_dialog_says_beforehand_how_many_and_how_many_not() -> None:
    sales = client_of("sales")
    asked = html(sales.post("/customers/bulk/edit", {"all": "1", "fields": "city"}, headers=HTMX))
    assert "<dialog" in asked and "This is about 3 customers." in asked
    assert "1 of them you may not change" in asked and 'name="city"' in asked
    alone = html(sales.post("/customers/bulk/edit", ticked("own")))
    assert "<dialog" not in alone and alone.count("<h1") == 1 and 'name="ids"' in alone


def test_a_small_one_is_done_at_once_with_undo_on_the_list(steward: Client) -> None:
    given = ticked("own", "team") | {"fields": ["tier"], "tier": "C", "filter": "city is not empty"}
    done = steward.post("/customers/bulk/edit/begin", given, headers=HTMX)
    assert done.headers["HX-Redirect"] == "/customers/?filter=city+is+not+empty"
    assert {customer_of(whose).tier for whose in ("own", "team")} == {"C"}
    listed = html(steward.get("/customers/"))
    assert "2 records changed" in listed and f"/batches/{newest().pk}/undo" in listed
    back = steward.post(
        f"/batches/{newest().pk}/undo", headers=HTMX | {"HX-Current-URL": "http://testserver/customers/"}
    )
    assert back.headers["HX-Refresh"] == "true"
    assert [customer_of(whose).tier for whose in ("own", "team")] == ["A", ""]


def test_what_was_left_is_told_on_the_page_of_the_batch() -> None:
    sales = client_of("sales")
    done = sales.post("/customers/bulk/edit/begin", ticked("own", "team", "other") | {"fields": "city", "city": "Wuxi"})
    batch = newest()
    assert done["Location"] == f"/batches/{batch.pk}"
    page = html(sales.get(done["Location"]))
    assert "Brightwater Ltd" in page and "Harbour Mills" not in page  # who may not see it is told its code alone
    assert f"C-{customer_of('other').pk:05d}" in page and "You may not do this to it." in page
    file = b"".join(sales.get(f"/batches/{batch.pk}/left").streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert len(file.splitlines()) == 3 and "Brightwater Ltd" in file
    assert client_of("rival").get(done["Location"]).status_code == 404
    assert client_of("rival").post(f"/batches/{batch.pk}/undo").status_code == 404
    again = sales.post(f"/batches/{batch.pk}/cancel")
    assert again.status_code == 409


def test_what_is_wrong_stays_in_the_dialog(steward: Client) -> None:
    before = Batch.everything.count()
    wrong = steward.post(
        "/customers/bulk/edit/begin", ticked("own") | {"fields": "founded", "founded": "soon"}, headers=HTMX
    )
    assert wrong.status_code == 422 and 'value="soon"' in html(wrong)
    assert steward.post("/customers/bulk/edit/begin", ticked("own"), headers=HTMX).status_code == 422
    for given in ({}, {"ids": "x"}, {"ids": "0"}, {"all": "1", "filter": "nonsense ="}, {"all": "1", "q": "\x00"}):
        assert steward.post("/customers/bulk/delete/begin", given).status_code in (400, 409, 422), given
    assert steward.post("/customers/bulk/explode", ticked("own")).status_code == 409
    assert client_of("legal").post("/customers/bulk/edit", ticked("own")).status_code == 403
    assert Batch.everything.count() == before


def test_the_trash_gives_back_many(steward: Client) -> None:
    page = html(steward.get("/customers/?trashed=1"))
    assert 'formaction="/customers/bulk/restore"' in page and "bulk/delete" not in page
    steward.post("/customers/bulk/restore/begin", {"all": "1", "trashed": "1"})
    assert not Customer.everything.exclude(trashed_at=None).exists()


def test_the_selection_goes_out_as_a_file(steward: Client) -> None:
    file = steward.post("/customers/bulk/export", ticked("own", "team") | {"format": "csv"})
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert len(text.splitlines()) == 3 and "Brightwater Ltd" in text


def test_a_timeline_says_that_a_change_was_one_of_many(steward: Client) -> None:
    steward.post("/customers/bulk/edit/begin", ticked("own") | {"fields": "city", "city": "Wuxi"})
    address = f"/customers/{customer_of('own').pk}"
    link = f'<a href="/batches/{newest().pk}">part of a mass change</a>'
    assert link in html(steward.get(address))
    other = html(client_of("sales").get(address))
    assert "part of a mass change" in other and link not in other


def test_tags_are_chips_and_a_form_keeps_them(steward: Client) -> None:
    tag = made(acting("data"), "tag", {"name": "Fair", "hue": "amber"})
    address = f"/customers/{customer_of('own').pk}"
    steward.post(f"{address}/edit", {"tags": ["", str(tag.pk)], "shown-tags": ""})
    assert customer_of("own").tags == [tag.pk]
    assert '<span class="tag t-amber">Fair</span>' in html(steward.get(address))
    assert '<span class="tag t-amber">Fair</span>' in html(steward.get("/customers/"))
    assert person_called("data").tags == []
