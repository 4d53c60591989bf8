"""The customer remembers the latest touch: never lowered, whatever order and however often the journal is read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from concerto.customers.activity.readers import remember_last_touch
from concerto.kernel.actions import standard
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import catch_up, readers
from tests.cast import acting, customer_of, made

SHANGHAI = ZoneInfo("Asia/Shanghai")


def touched(whose: str, at: str) -> None:
    made(acting("admin"), "activity", {"customer": customer_of(whose).pk, "subject": "Call", "happened_at": at})


def read_all() -> None:
    remember_last_touch(list(Entry.objects.order_by("id")))


def test_the_reader_follows_the_journal(committed: Address) -> None:
    assert "customers.last-touch" in {reader.name for reader in readers()}
    touched("group", "2031-03-05 09:00")
    catch_up(next(reader for reader in readers() if reader.name == "customers.last-touch"))
    assert customer_of("group").last_touch == datetime(2031, 3, 5, 9, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_the_latest_touch_counts_in_whatever_order_it_was_entered() -> None:
    touched("own", "2031-03-05 09:00")
    touched("own", "2031-03-01 09:00")
    read_all()
    assert customer_of("own").last_touch == datetime(2031, 3, 5, 9, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_reading_twice_or_backwards_changes_nothing() -> None:
    touched("own", "2031-03-05 09:00")
    for lines in (Entry.objects.order_by("id"), Entry.objects.order_by("-id"), Entry.objects.order_by("id")):
        remember_last_touch(list(lines))
    assert customer_of("own").last_touch == datetime(2031, 3, 5, 9, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_a_note_touches_at_the_moment_it_is_written() -> None:
    before = datetime.now(UTC)
    made(acting("sales"), "note", {"customer": customer_of("own").pk, "body": "Hello"})
    read_all()
    touch = customer_of("own").last_touch
    assert touch is not None
    assert before <= touch <= datetime.now(UTC)


@pytest.mark.django_db
def test_other_changes_and_other_customers_are_left_alone() -> None:
    standard.edit(acting("admin"), named("customer"), customer_of("nobody").pk, {"city": "Oslo"})
    version = customer_of("nobody").version
    remember_last_touch(list(Entry.objects.filter(entity="customer")))
    assert (customer_of("nobody").last_touch, customer_of("nobody").version) == (None, version)
