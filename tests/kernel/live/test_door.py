"""Open pages hear of what they may see, soon after it is committed, and of nothing else; streams end with the right to them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from concerto.kernel.access.person.leaving import leave
from concerto.kernel.access.person.passwords import set_password
from concerto.kernel.access.sign_in.actions import end
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.actions import standard
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.live import door, hub
from concerto.kernel.live.stream import HERE, REFRESH, WAITING_AT_MOST, Stream
from concerto.kernel.live.visitor import Ticket
from concerto.kernel.notices.sending import notify
from tests import cast
from tests.kernel.live.streams import PATIENCE, Listening, Place, cookie_of, served

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def place(committed: Address) -> Iterator[Place]:
    with served() as place:
        yield place


def edit(username: str, whose: str, **values: object) -> int:
    """Change a customer of the story; answers its id."""
    id = cast.customer_of(whose).pk
    standard.edit(cast.acting(username), named("customer"), id, values)
    return id


def own() -> int:
    return cast.customer_of("own").pk


def settled(listening: Listening, username: str = "sales") -> list[object]:
    """What the page was told of changes, once a further change, which it may see, has reached it."""
    before = len(listening.named("changed"))
    edit(username, "own", employees=int(time.monotonic() * 1000) % 1_000_000)
    listening.wait("changed", number=before + 1)
    return listening.named("changed")


def test_a_page_hears_of_the_record_it_shows(place: Place) -> None:
    page = place.listen("sales", f"record:customer:{own()}")
    edit("admin", "own", city="Harbin")
    assert page.wait("changed") == {"records": [["customer", own()]], "gone": [], "lists": {}}


def test_the_next_page_hears_as_well_once_the_last_one_has_closed(place: Place) -> None:
    place.listen("sales", "list:customer").close()
    time.sleep(0.3)
    page = place.listen("sales", f"record:customer:{own()}")
    edit("admin", "own", city="Harbin")
    page.wait("changed")


def test_what_happens_around_a_record_is_told_with_it(place: Place) -> None:
    page = place.listen("sales", f"record:customer:{own()}")
    cast.made(cast.acting("admin"), "note", {"customer": own(), "body": "Called back"})
    assert page.wait("changed")["records"] == [["customer", own()]]


def test_a_list_hears_of_its_rows(place: Place) -> None:
    page = place.listen("admin", "list:customer")
    edit("admin", "team", city="York")
    assert page.wait("changed") == {"records": [], "gone": [], "lists": {"customer": [cast.customer_of("team").pk]}}


@pytest.mark.parametrize("place_in_story", ["other", "own"])
def test_what_one_may_not_see_is_as_what_is_not_there(place: Place, place_in_story: str) -> None:
    """A stranger to a note's customer learns neither of it nor of the list it stands in."""
    noun, id = "import", cast.acting("rival").person or 0
    hidden = standard_import("rival")
    page = place.listen("sales", f"record:{noun}:{hidden}", "record:import:999999", f"record:customer:{own()}")
    gone = page.wait("changed")
    assert sorted(gone["gone"]) == sorted([[noun, hidden], ["import", 999999]])
    touch_import("rival")
    assert id
    assert len(settled(page)) == 2


def standard_import(username: str) -> int:
    from concerto.kernel.imports.batch.model import Import

    found = Import.everything.get(person=cast.person_called(username))
    return int(found.pk)


def touch_import(username: str) -> None:
    from django.db import transaction

    from concerto.kernel.actions.change import change
    from concerto.kernel.imports.batch.model import Import

    with transaction.atomic():
        change(cast.acting(username).doing("edit"), Import.everything.get(pk=standard_import(username)), problem="x")


def test_a_list_says_nothing_of_rows_out_of_sight(place: Place) -> None:
    page = place.listen("sales", "list:import", f"record:customer:{own()}")
    touch_import("rival")
    assert settled(page) == [{"records": [["customer", own()]], "gone": [], "lists": {}}]
    touch_import("sales")
    assert page.wait("changed", number=2)["lists"] == {"import": [standard_import("sales")]}


def test_a_page_that_shows_an_old_version_hears_at_once(place: Place) -> None:
    version = cast.customer_of("own").version
    assert place.listen("sales", f"record:customer:{own()}@{version}").named("changed") == []
    page = place.listen("sales", f"record:customer:{own()}@{version + 1}")
    assert page.wait("changed")["records"] == [["customer", own()]]


def test_whoever_was_connected_before_looks_at_everything_anew(place: Place) -> None:
    assert place.listen("sales", "list:customer", more="&again=1").wait("refresh") is None
    assert place.listen("sales", "list:customer", **{"Last-Event-ID": "7"}).wait("refresh") is None


def test_trash_is_told_to_whoever_saw_the_record(place: Place) -> None:
    page = place.listen("sales", f"record:customer:{own()}")
    standard.delete(cast.acting("admin"), named("customer"), own())
    assert page.wait("changed")["records"] == [
        ["customer", cast.Customer.everything.get(name=cast.CUSTOMERS["own"]["name"]).pk]
    ]


def test_notices_are_counted_on_every_page_of_their_person(place: Place) -> None:
    page, other = place.listen("sales"), place.listen("rival")
    assert page.named("hello")[0]["unread"] == 0
    notify([cast.acting("sales").person], "assigned", about=cast.customer_of("own"), journal_id=1)
    assert page.wait("notices") == {"unread": 1}
    assert other.named("notices") == []


def test_those_at_a_record_hear_of_each_other_until_they_leave(place: Place) -> None:
    page = place.listen("sales", f"record:customer:{own()}")
    page.wait("here")
    other = place.listen("mate", f"record:customer:{own()}")
    page.wait("here", number=2)
    other.close()
    page.wait("here", number=3)


@pytest.mark.parametrize(
    "asked", ["record:customer:0", "record:nothing:1", "list:customers", "record:customer:1;drop", "", "person:1"]
)
def test_forged_topics_are_refused(place: Place, asked: str) -> None:
    assert place.listen("sales", asked).status == 400


def test_too_many_topics_are_refused(place: Place) -> None:
    assert place.listen("sales", *(f"record:customer:{id}" for id in range(1, 52))).status == 400
    assert place.listen("sales", *(f"record:customer:{id}" for id in range(1, 10_001))).status == 400


def test_strangers_and_other_sites_are_refused(place: Place) -> None:
    assert place.listen("").status == 401
    assert place.listen("", cookie="sessionid=forged").status == 401
    assert place.listen("sales", **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert place.listen("sales", Host="evil.example").status == 403


def signed_out(cookie: str) -> None:
    cast.client_of("sales")  # another session of the same person
    browser = cast.Client()
    browser.cookies.load(cookie)
    browser.post("/sign-out")


def password_changed(_cookie: str) -> None:
    set_password(cast.acting("admin"), cast.person_called("sales"), password="quite another one")


def ended_elsewhere(_cookie: str) -> None:
    end(cast.acting("admin"), SignIn.everything.latest("pk"))


def gone_for_good(_cookie: str) -> None:
    leave(cast.acting("admin"), cast.person_called("sales"), anyway=True)


def left(_cookie: str) -> None:
    standard.edit(cast.acting("admin"), named("person"), cast.person_called("sales").pk, {"left_at": "2026-01-01"})


@pytest.mark.parametrize("how", [signed_out, password_changed, ended_elsewhere, left, gone_for_good])
def test_a_stream_ends_with_its_session(place: Place, how: Callable[[str], None]) -> None:
    cookie = cookie_of("sales")
    page = place.listen("sales", "list:customer", cookie=cookie)
    how(cookie)
    page.wait("signed-out")
    assert page.ended.wait(5)


def cookies_forgotten() -> None:
    Session.objects.all().delete()


def grown_idle() -> None:
    SignIn.everything.update(seen_at=timezone.now() - timedelta(hours=settings.SESSION_IDLE_HOURS))


def grown_old() -> None:
    SignIn.everything.update(created_at=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE))


@pytest.mark.parametrize("taken", [cookies_forgotten, grown_idle, grown_old])
def test_a_session_that_is_taken_away_without_a_word_ends_its_streams(
    place: Place, monkeypatch: pytest.MonkeyPatch, taken: Callable[[], None]
) -> None:
    monkeypatch.setattr(hub, "A_CHECK", 0.1)
    page = place.listen("sales")
    taken()
    page.wait("signed-out")


def test_an_open_page_lets_its_session_grow_idle(place: Place) -> None:
    cookie, before = cookie_of("sales"), timezone.now() - timedelta(hours=1)
    SignIn.everything.update(seen_at=before)
    place.listen("sales", cookie=cookie)
    edit("admin", "own", city="Harbin")
    assert SignIn.everything.latest("pk").seen_at == before


def test_other_rights_are_other_news(place: Place) -> None:
    admin = place.listen("admin", "list:import")
    page = place.listen("rival", "list:token", f"record:customer:{own()}")
    standard.edit(cast.acting("admin"), named("person"), cast.person_called("rival").pk, {"roles": []})
    gone = page.wait("changed")["gone"]
    assert ["customer", own()] in gone
    edit("admin", "own", city="Lanzhou")
    touch_import("sales")
    admin.wait("changed")
    assert len(page.named("changed")) == 1


def test_streams_outlive_a_database_that_is_away(place: Place, committed: Address) -> None:
    page = place.listen("sales", f"record:customer:{own()}")
    with committed.connect(autocommit=True) as server:
        server.execute(
            "select pg_terminate_backend(pid, 1000) from pg_stat_activity"
            " where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
        )
    from django.db import connection

    connection.close()
    edit("admin", "own", city="Xiamen")
    assert page.wait("changed")["records"] == [["customer", own()]]


def test_a_page_that_reads_slowly_is_told_once_to_look_anew() -> None:
    stream = Stream(cast.acting("sales"), Ticket("", 0), set())
    for number in range(WAITING_AT_MOST + 1):
        stream.tell(b"%d" % number)
    assert asyncio.run(stream.next()) == REFRESH
    stream.end(b"last")
    stream.tell(b"more")
    assert [asyncio.run(stream.next()) for _ in range(2)] == [b"last", b""]


def test_what_waits_is_sent_together() -> None:
    stream = Stream(cast.acting("sales"), Ticket("", 0), set())
    for message in (b"one", b"two"):
        stream.tell(message)
    assert asyncio.run(stream.next()) == b"onetwo"


def test_a_page_that_takes_nothing_between_two_signs_of_life_is_cut_off() -> None:
    """One whose sockets are full: what it was being sent never ends."""
    stuck, reading = (Stream(cast.acting("sales"), Ticket("", 0), set()) for _page in range(2))
    assert asyncio.run(_taken(stuck, writable=False)) == []
    assert asyncio.run(_taken(reading, writable=True)) == [HERE, HERE, HERE]
    assert (stuck.ended, reading.ended) == (True, False)


async def _taken(stream: Stream, *, writable: bool) -> list[bytes]:
    """What the page of a stream takes, or does not take, of three signs of life."""
    taken: list[bytes] = []
    full = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(message: dict[str, Any]) -> None:
        if message.get("body", b"").startswith(b":"):
            if not writable:
                await full.wait()
            taken.append(message["body"])

    page = asyncio.create_task(door._send(stream, receive, send))
    for _sign in range(3):
        stream.see_to()
        for _turn in range(5):
            await asyncio.sleep(0)
    await asyncio.wait({page}, timeout=0 if writable else PATIENCE)
    assert page.done() is not writable
    page.cancel()
    return taken
