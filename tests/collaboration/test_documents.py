"""Files that are valid for a time: who added one is told before it ends and when it has, once."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from concerto.collaboration.documents.readers import follow_validity
from concerto.kernel.actions import standard
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.entity.registry import named
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import attach
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, client_of, customer_of, person_called

TODAY = timezone.localdate()


def price_list() -> File:
    return attach(acting("sales"), named("customer"), customer_of("own").pk, "prices.txt", io.BytesIO(b"1 EUR"))


def valid_until(file: File, days: int | None) -> None:
    """Written by whoever added it, and followed."""
    last = None if days is None else TODAY + timedelta(days=days)
    standard.edit(acting("sales"), named("file"), file.pk, {"valid_until": last and last.isoformat()})
    followed(file)


def followed(file: File) -> None:
    with transaction.atomic():
        follow_validity(list(Entry.objects.filter(entity="file", record=file.pk)))


def alarms(file: File) -> set[str]:
    return set(
        Alarm.objects.filter(key=str(file.pk), kind__startswith="document", rung_at=None).values_list("kind", flat=True)
    )


def told(file: File) -> list[tuple[str, int]]:
    found = Notice.objects.filter(entity="file", record=file.pk).order_by("id")
    return list(found.values_list("kind", "person"))


@pytest.mark.django_db
def test_alarms_follow_the_day() -> None:
    file = price_list()
    valid_until(file, 90)
    assert alarms(file) == {"document.ending", "document.ended"}
    valid_until(file, 3)
    assert alarms(file) == {"document.ended"}
    valid_until(file, None)
    assert alarms(file) == set()
    valid_until(file, 3)
    standard.delete(acting("sales"), named("file"), file.pk)
    followed(file)
    assert alarms(file) == set()


@pytest.mark.usefixtures("committed")
def test_who_added_it_is_told_once_also_after_downtime() -> None:
    file = price_list()
    valid_until(file, 90)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Alarm.objects.filter(key=str(file.pk)).update(due_at=long_ago, next_try_at=long_ago)
    assert (ring_due(), ring_due()) == (2, 0)
    me = person_called("sales").pk
    assert sorted(told(file)) == [("document-ended", me), ("document-ending", me)]


@pytest.mark.usefixtures("committed")
def test_an_alarm_of_another_day_tells_nothing() -> None:
    """Moved after the alarm was set, and before the journal was read: the reader sets another."""
    file = price_list()
    valid_until(file, 90)
    standard.edit(acting("sales"), named("file"), file.pk, {"valid_until": (TODAY + timedelta(days=120)).isoformat()})
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Alarm.objects.filter(key=str(file.pk)).update(due_at=long_ago, next_try_at=long_ago)
    ring_due()
    assert told(file) == []


@pytest.mark.django_db
def test_the_record_shows_how_long_a_file_is_valid() -> None:
    file = price_list()
    valid_until(file, -3)
    page = client_of("sales").get(f"/customers/{customer_of('own').pk}/files").content.decode()
    assert 'class="clock is-over">valid until' in page
