"""What stands around a record for one reader: who is there, who follows; and the parts that open pages fetch anew."""

from __future__ import annotations

import pytest
from django.test import Client

from concerto.kernel.live import presence
from concerto.kernel.live.model import Presence
from concerto.kernel.live.topics import Topic
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.sending import notify
from tests import cast

pytestmark = pytest.mark.django_db


def topic() -> Topic:
    return Topic("customer", cast.customer_of("own").pk)


def at(username: str, field: str = "") -> None:
    """Somebody's page is open at the record, and a field of it is being edited."""
    person = cast.person_called(username).pk
    presence.stay([(f"stream of {username}", person, topic())])
    presence.editing(f"stream of {username}", person, topic(), field)


def around(client: Client) -> str:
    return client.get(f"/customers/{topic().record}/around").content.decode()


def test_others_are_shown_with_what_they_edit_but_not_oneself() -> None:
    at("mate", "city")
    at("sales")
    page = around(cast.client_of("sales"))
    assert "曾小北 is editing “City”" in page
    assert "李青 is here" not in page


def test_a_field_that_one_may_not_know_of_is_not_named() -> None:
    at("mate", "revenue")
    seen = {username: around(cast.client_of(username)) for username in ("sales", "service")}
    assert ["Yearly revenue" in page for page in seen.values()] == [True, False]
    assert "曾小北 is here" in seen["service"]


def test_who_writes_on_the_timeline_is_told_to_those_who_may_see_the_record() -> None:
    at("mate")
    page = {"stream": "stream of mate", "field": presence.WRITING}
    assert cast.client_of("mate").post(f"/customers/{topic().record}/around", page).status_code == 204
    assert "曾小北 is writing…" in around(cast.client_of("sales"))
    assert cast.client_of("rival").get(f"/customers/{topic().record}/around").status_code == 404


def test_nobody_is_at_a_record_for_longer_than_their_page() -> None:
    at("mate")
    Presence.objects.update(seen_at="2026-01-01T00:00Z")
    assert "曾小北" not in around(cast.client_of("sales"))


def test_nobody_speaks_for_the_page_of_another() -> None:
    at("mate")
    address, page = f"/customers/{topic().record}/around", {"stream": "stream of mate", "field": "city"}
    assert cast.client_of("sales").post(address, page).status_code == 204
    assert presence.people_at(topic()) == {cast.person_called("mate").pk: ""}
    assert cast.client_of("newcomer").post(address, page).status_code == 404
    assert cast.client_of("sales").post(address, {"stream": "s\x00", "field": "nothing"}).status_code == 204


def test_following_and_no_longer() -> None:
    client, address = cast.client_of("sales"), f"/customers/{topic().record}/around"
    assert 'aria-pressed="true"' in client.post(address, {"follow": "on"}).content.decode()
    assert "Following" in around(client)
    assert 'aria-pressed="false"' in client.post(address, {"follow": "off"}).content.decode()


def test_rows_come_anew_as_far_as_they_may_be_seen() -> None:
    own, trashed = cast.customer_of("own").pk, cast.customer_of("trashed").pk
    page = (
        cast.client_of("sales").get(f"/customers/fresh?ids={own},{trashed},99999999999999999999,x,,-1").content.decode()
    )
    assert page.count("<tr ") == 1
    assert f'data-id="{own}"' in page


def test_notices_are_opened_by_their_person_alone() -> None:
    notify([cast.person_called("sales").pk], "assigned", about=cast.customer_of("own"), journal_id=1)
    notice = Notice.objects.get(journal=1)
    assert cast.client_of("rival").post(f"/notices/{notice.pk}/open").status_code == 404
    client = cast.client_of("sales")
    assert "晨星" in client.get("/notices?shelf=unread").content.decode()
    opened = client.post(f"/notices/{notice.pk}/open")
    assert (opened.status_code, opened.headers["Location"]) == (302, f"/customers/{topic().record}")
    assert "晨星" not in client.get("/notices?shelf=unread").content.decode()
    assert client.get("/notices?group=nothing").status_code == 404
    assert client.get("/notices?before=nonsense").status_code == 400
    assert client.post("/notices/read", {"id": ["1", "x", "9" * 30]}).status_code == 302
