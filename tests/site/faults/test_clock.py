"""The clock is set back: whatever is stored then lies ahead of now, and that is how the tests do it.

Nobody is let in or shut out by it, nothing is done twice, and a journal without a month for today says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from psycopg.sql import SQL, Identifier, Literal

from concerto.customers.customer.model import Customer
from concerto.kernel.access.signing_in.attempts.counting import ACCOUNT, TooMany, count
from concerto.kernel.alarms import ringing
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.alarms.setting import set_alarm
from concerto.kernel.database.address import Address
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.months import make_ahead
from tests.cast import api_of, client_of
from tests.databases import connected

MOMENTS = """
    select attrelid::regclass::text, array_agg(attname::text) from pg_attribute join pg_class on pg_class.oid = attrelid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and not relispartition and attnum > 0 and not attisdropped
        and atttypid = 'timestamptz'::regtype and attgenerated = '' and relname !~ '^(procrastinate|django_migrations|journal)'
    group by attrelid
"""
DAY = timedelta(days=1)


def set_back(owner: Address, by: timedelta) -> None:
    """As if the clocks of server and database were set back now: every stored moment is later by that much."""
    with owner.connect(autocommit=True) as rows:
        for table, columns in rows.execute(MOMENTS).fetchall():
            later = SQL("{0} = case when isfinite({0}) then {0} + {1} else {0} end").format
            rules = SQL("alter table {} {} trigger user").format
            moments = SQL(", ").join(later(Identifier(column), Literal(by)) for column in columns)
            rows.execute(rules(Identifier(table), SQL("disable")))  # ledgers keep their lines as they are
            rows.execute(SQL("update {} set {}").format(Identifier(table), moments))
            rows.execute(rules(Identifier(table), SQL("enable")))


def test_sessions_tokens_and_answers_hold(committed: Address, owner_address: Address) -> None:
    browser, program = client_of("sales"), api_of("sales")
    key = {"Idempotency-Key": "sent-twice"}
    sent = [program.post("/api/v1/customers", {"name": "Once"}, content_type="application/json", headers=key)]
    set_back(owner_address, DAY)
    sent.append(program.post("/api/v1/customers", {"name": "Once"}, content_type="application/json", headers=key))
    assert browser.get("/customers/").status_code == 200
    assert [answer.status_code for answer in sent] == [201, 201] and sent[0].content == sent[1].content
    assert Customer.everything.filter(name="Once").count() == 1


def test_guessing_is_slowed_but_nobody_waits_until_the_clock_has_caught_up(
    committed: Address, owner_address: Address
) -> None:
    with pytest.raises(TooMany) as slowed:
        for _guess in range(ACCOUNT.free + 2):
            count(ACCOUNT, "somebody")
    set_back(owner_address, DAY)
    count(ACCOUNT, "somebody")
    with pytest.raises(TooMany) as still:
        count(ACCOUNT, "somebody")
    assert slowed.value.seconds <= still.value.seconds <= ACCOUNT.longest


@pytest.fixture
def rung() -> Iterator[list[str]]:
    keys: list[str] = []
    ringing._rings["test"] = lambda alarm: keys.append(alarm.key)
    yield keys
    ringing._rings.pop("test")


def test_an_alarm_that_rang_does_not_ring_when_its_time_comes_again(
    committed: Address, owner_address: Address, rung: list[str]
) -> None:
    with transaction.atomic():
        set_alarm("test", "rang", timezone.now() - timedelta(minutes=1))
        set_alarm("test", "waits", timezone.now() + timedelta(minutes=1))
    ring_due()
    set_back(owner_address, DAY)
    ring_due()
    set_back(owner_address, -2 * DAY)  # and forward again, beyond both
    ring_due()
    assert rung == ["rang", "waits"]


def test_a_month_that_the_journal_lacks_is_said_and_nothing_is_half_saved(
    committed: Address, owner_address: Address
) -> None:
    today = datetime.now(UTC).date()
    program = api_of("sales")
    with owner_address.connect() as rows:
        rows.execute(f"alter table journal detach partition journal_{today:%Y_%m}")
        rows.execute(f"alter table journal_{today:%Y_%m} rename to set_aside")
    connection.close()
    program.raise_request_exception = False
    answer = program.post("/api/v1/customers", {"name": "Nowhere"}, content_type="application/json")
    assert answer.status_code == 503 and "run concerto migrate" in answer.json()["detail"]
    assert not Customer.everything.filter(name="Nowhere").exists()
    with connected(owner_address):
        make_ahead(connection, today=today)
    assert program.post("/api/v1/customers", {"name": "Nowhere"}, content_type="application/json").status_code == 201
    assert Entry.objects.count() == 1  # those of before are set aside
