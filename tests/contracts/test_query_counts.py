"""As many queries for many rows as for few: on lists and timelines, of every noun, at every door, for two kinds of reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.timeline.reading import timeline
from tests.cast import acting, api_of, client_of
from tests.contracts.making import MADE_OTHERWISE, NOUNS, full, made
from tests.queries import Queries

pytestmark = pytest.mark.django_db
Read = Callable[[], object]


def kernel_list(username: str, entity: Entity) -> Read:
    actor = acting(username)
    return lambda: page(actor, entity, Asked(limit=200)).rows


def api_list(username: str, entity: Entity) -> Read:
    api = api_of(username)
    return lambda: answered(api, f"/api/v1/{entity.path}?limit=200")


def page_list(username: str, entity: Entity) -> Read:
    pages = client_of(username)
    return lambda: answered(pages, f"/{entity.path}/")


def page_board(username: str, entity: Entity) -> Read:
    pages = client_of(username)
    return lambda: answered(pages, f"/{entity.path}/?layout=board", 400)


def page_calendar(username: str, entity: Entity) -> Read:
    pages = client_of(username)
    return lambda: answered(pages, f"/{entity.path}/?layout=calendar&by=created_at", 400)


def page_file(username: str, entity: Entity) -> Read:
    pages = client_of(username)
    return lambda: answered(pages, f"/{entity.path}/export")


def answered(client: Client, address: str, *also: int) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 403, *also), (address, answer.status_code)
    if answer.streaming:
        list(answer.streaming_content)


READERS = ("admin", "sales")
PATHS = (kernel_list, api_list, page_list, page_board, page_calendar, page_file)


def queries(read: Read) -> int:
    with Queries() as run:
        read()
    return len(run)


def another(noun: str) -> None:
    """One row more, with every field filled and links to records of its own; a rule of factors that binds nobody here."""
    made(noun, **({} if noun in {*MADE_OTHERWISE, "factor-rule"} else full(noun)))


@pytest.mark.parametrize("noun", NOUNS)
def test_lists(noun: str) -> None:
    """At each door one of the readers, at the same door of the next noun the other."""
    another(noun)
    asking = [READERS[place % 2] for place in range(NOUNS.index(noun), NOUNS.index(noun) + len(PATHS))]
    reads = [path(username, named(noun)) for path, username in zip(PATHS, asking, strict=True)]
    for read in reads:
        read()  # what is kept in memory from the first time on is no query of a row
    few = [queries(read) for read in reads]
    for _twice in range(2):
        another(noun)
    for username in READERS:
        acting(username)  # takes notice once if rights have changed
    assert [queries(read) for read in reads] == few


def followers_of(noun: str) -> list[str]:
    """The nouns whose records stand on a record's timeline."""
    return [one for one in NOUNS if (link := named(one).follows) and link.target is named(noun).model]


@pytest.mark.parametrize("username", READERS)
@pytest.mark.parametrize("noun", [noun for noun in NOUNS if followers_of(noun)])
def test_timelines(noun: str, username: str) -> None:
    """What stands on a record's timeline, told with all its links, costs the same for three of each as for one."""
    record = made(noun)

    def follow() -> None:
        for follower in followers_of(noun):
            made(follower, **{**full(follower), str(named(follower).follows.id): record.pk})  # type: ignore[union-attr]  # it follows

    def read() -> object:
        return timeline(actor, record, limit=100)

    actor = acting(username)
    follow()
    read()
    few = queries(read)
    for _twice in range(2):
        follow()
    assert queries(read) == few
