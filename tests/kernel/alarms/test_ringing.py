"""An alarm rings once with what it does: after downtime, beside other ringers, through failures and crashes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from concerto.kernel.alarms import ringing
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.alarms.setting import call_off
from concerto.kernel.alarms.setting import set_alarm as set_in_transaction
from concerto.kernel.database.address import Address
from concerto.kernel.journal.model import Bookmark

YESTERDAY, TOMORROW = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)


def effects() -> list[str]:
    """What ringing has written: bookmarks stand in for any row."""
    return sorted(Bookmark.objects.filter(reader__startswith="rang ").values_list("reader", flat=True))


def set_alarm(key: str, due_at: datetime, **facts: Any) -> None:
    with transaction.atomic():
        set_in_transaction("test", key, due_at, **facts)


def write(alarm: Alarm) -> None:
    Bookmark.objects.create(reader=f"rang {alarm.key}")


@pytest.fixture
def ring() -> Iterator[Callable[[Callable[[Alarm], None]], None]]:
    """Says what alarms of the kind "test" do."""
    yield lambda does: ringing._rings.update(test=does)
    ringing._rings.pop("test", None)


Ring = Callable[[Callable[[Alarm], None]], None]


def test_what_came_due_while_nobody_was_there_rings_once(committed: Address, ring: Ring) -> None:
    ring(write)
    set_alarm("late", YESTERDAY)
    set_alarm("early", TOMORROW)
    assert (ring_due(), ring_due()) == (1, 0)
    assert effects() == ["rang late"]


def test_it_is_given_what_was_said_when_it_was_set(committed: Address, ring: Ring) -> None:
    given: list[object] = []
    ring(lambda alarm: given.append((alarm.facts, alarm.due_at)))
    set_alarm("one", YESTERDAY, customer=7)
    ring_due()
    assert given == [({"customer": 7}, YESTERDAY)]


def test_many_ringers_at_once_ring_each_once(committed: Address, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ringing, "PAGE", 7)
    ring(write)
    for number in range(60):
        set_alarm(f"{number:02d}", YESTERDAY)

    def ringer(_number: int) -> int:
        try:
            return ring_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ringer, range(4))) + ring_due() == 60
    assert effects() == [f"rang {number:02d}" for number in range(60)]


def test_one_that_fails_leaves_nothing_keeps_no_other_waiting_and_is_tried_again(
    committed: Address, ring: Ring
) -> None:
    def fail_first(alarm: Alarm) -> None:
        write(alarm)
        if alarm.key == "bad" and not alarm.tries:
            raise ValueError("not today")

    ring(fail_first)
    set_alarm("bad", YESTERDAY)
    set_alarm("good", YESTERDAY)
    assert ring_due() == 1
    bad = Alarm.objects.get(key="bad")
    assert (effects(), bad.trouble, bad.due_at, bad.rung_at) == (
        ["rang good"],
        "ValueError: not today",
        YESTERDAY,
        None,
    )
    assert ring_due() == 0  # it waits
    Alarm.objects.filter(key="bad").update(next_try_at=YESTERDAY)
    assert (ring_due(), effects()) == (1, ["rang bad", "rang good"])


def test_a_connection_that_breaks_while_ringing_rings_nothing_and_doubles_nothing(
    committed: Address, ring: Ring, cut_off: Callable[[], None]
) -> None:
    def breaks(alarm: Alarm) -> None:
        write(alarm)
        cut_off()
        write(alarm)

    ring(breaks)
    set_alarm("one", YESTERDAY)
    with pytest.raises(DatabaseError):
        ring_due()
    connection.close()
    ring(write)
    assert effects() == []
    assert (ring_due(), effects()) == (1, ["rang one"])


def test_the_same_key_again_moves_it_and_one_that_rang_rings_again_only_if_moved(
    committed: Address, ring: Ring
) -> None:
    rung: list[str] = []
    ring(lambda alarm: rung.append(alarm.key))
    set_alarm("one", TOMORROW)
    set_alarm("one", YESTERDAY)
    ring_due()
    set_alarm("one", YESTERDAY)
    ring_due()
    assert rung == ["one"]
    set_alarm("one", YESTERDAY + timedelta(hours=1))
    ring_due()
    assert rung == ["one", "one"]


def test_what_was_called_off_does_not_ring(committed: Address, ring: Ring) -> None:
    ring(write)
    set_alarm("one", YESTERDAY)
    call_off("test", "one")
    assert (ring_due(), effects()) == (0, [])


def test_an_alarm_set_in_a_transaction_that_fails_was_never_set(committed: Address, ring: Ring) -> None:
    ring(write)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        set_alarm("one", YESTERDAY)
        _ = 1 / 0
    assert ring_due() == 0


def test_a_hundred_thousand_that_wait_are_not_looked_at(committed: Address, ring: Ring) -> None:
    ring(write)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_alarm (kind, key, due_at, next_try_at, tries, trouble, facts)"
            " select 'test', n::text, %(at)s, %(at)s, 0, '', '{}' from generate_series(1, 100000) n",
            {"at": TOMORROW},
        )
        cursor.execute("analyze kernel_alarm")
    plan = ringing.waiting().explain()
    assert "alarm_waiting" in plan
    assert "Seq Scan" not in plan
