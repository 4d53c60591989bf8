"""The process that follows the journal: quiet while nothing is written, patient where much is, and stubborn after a failure."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from concerto.kernel.journal.following import Followers
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import catch_up
from tests.cast import acting, customer_of, made
from tests.kernel.journal.conftest import Ledger
from tests.queries import Queries


def write() -> int:
    """Write one line; answers its id."""
    made(acting("admin"), "note", {"customer": customer_of("own").pk, "body": "Of today"})
    return Entry.objects.order_by("id").last().id  # type: ignore[union-attr]  # there is one


def last_given(ledger: Ledger, name: str) -> int:
    return ledger.given(name)[-1][0]


def turn(followers: Followers) -> bool:
    followers.look()
    return followers.catch_up()


def test_while_nothing_is_written_one_question_is_asked(ledger: Ledger) -> None:
    followers = Followers([ledger.reader("one"), ledger.reader("two")])
    assert turn(followers), "what was written before it began is given"
    assert ledger.given("one") == ledger.given("two") != []
    with Queries() as asked:
        assert turn(followers)
    assert len(asked) == 1
    line = write()
    assert turn(followers)
    assert {last_given(ledger, "one"), last_given(ledger, "two")} == {line}


def test_what_several_readers_are_given_is_read_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concerto.kernel.journal.reading.PAGE", 7)
    monkeypatch.setattr("concerto.kernel.journal.lines.AHEAD", 2)
    followers = Followers([ledger.reader("one"), ledger.reader("two"), ledger.reader("three")])
    with Queries() as asked:
        assert turn(followers)
    lines = [(line.id, line.record) for line in Entry.objects.order_by("id")]
    assert ledger.given("one") == ledger.given("two") == ledger.given("three") == lines
    assert sum("where id = any" in query["sql"] for query in asked) == -(-len(lines) // 7)


def test_a_reader_in_its_pause_is_given_everything_after_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("concerto.kernel.journal.following.time.monotonic", lambda: now[0])
    followers = Followers([ledger.reader("patient", within=3)])
    turn(followers)
    before = last_given(ledger, "patient")
    first, second = write(), write()
    now[0] += 2.9
    assert turn(followers)
    assert last_given(ledger, "patient") == before
    now[0] += 0.2
    assert turn(followers)
    assert [line for line, _record in ledger.given("patient")][-2:] == [first, second]


def test_a_reader_that_failed_is_given_the_same_again(ledger: Ledger) -> None:
    failing = [True]

    def fail() -> None:
        if failing[0]:
            raise DatabaseError("away")

    followers = Followers([ledger.reader("troubled", then=fail), ledger.reader("well")])
    assert not turn(followers)
    assert ledger.given("troubled") == [] != ledger.given("well")
    failing[0] = False
    assert turn(followers), "without anything new"
    assert ledger.given("troubled") == ledger.given("well")


def test_whoever_is_told_to_stop_does_not_first_read_everything(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concerto.kernel.journal.reading.PAGE", 7)
    assert catch_up(ledger.reader("stopped"), lambda: True) == 7
    followers = Followers([ledger.reader("late")], lambda: True)
    turn(followers)
    assert ledger.given("late") == []
    assert catch_up(ledger.reader("stopped")) > 7, "it goes on where it was"
    assert len(set(ledger.given("stopped"))) == len(ledger.given("stopped"))
