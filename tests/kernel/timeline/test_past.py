"""A record as it was, told by the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.timeline.past import NotYet, moment_asked, past_of
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def own() -> Customer:
    return customer_of("own")


def lines() -> list[datetime]:
    return list(Entry.objects.filter(entity="customer", record=own().pk).order_by("id").values_list("at", flat=True))


def edited(**values: Any) -> dict[str, Any]:
    """What the record was before the edit."""
    before = CUSTOMER.dump(own())
    standard.edit(acting("admin"), CUSTOMER, own().pk, values)
    return before


def then(at: datetime, who: str = "admin") -> dict[str, Any]:
    past = past_of(acting(who), own(), at)
    return {id: CUSTOMER.fields[id].dump(past.record) for id in past.fields}


def test_every_state_comes_back_in_one_query() -> None:
    states = [edited(city="Xi'an", tier="B"), edited(tier=""), edited(owner=person_called("rival").pk)]
    states.append(CUSTOMER.dump(own()))
    for at, state in zip(lines()[-4:], states, strict=True):
        told = then(at)
        assert told == {id: state[id] for id in told}
        assert {"city", "tier", "owner", "name"} <= told.keys()
    record = own()
    with Queries() as asked:
        past = past_of(acting("admin"), record, lines()[0])
    assert len([query for query in asked.captured_queries if "jsonb_each" in query["sql"]]) == 1
    assert (past.before, past.since, past.after) == (None, lines()[0], lines()[1])


def test_what_came_without_lines_is_as_it_came_since_it_came() -> None:
    came = datetime(2026, 3, 2, 9, tzinfo=UTC)
    record = Customer.everything.bulk_create([Customer(name="Came alone", created_at=came, updated_at=came)])[0]
    past = past_of(acting("admin"), record, came + timedelta(days=1))
    assert (past.record.name, past.since, past.before, past.after) == ("Came alone", came, None, None)
    with pytest.raises(NotYet):
        past_of(acting("admin"), record, came - timedelta(seconds=1))


def test_before_it_was_there_it_was_not() -> None:
    with pytest.raises(NotYet):
        past_of(acting("admin"), own(), datetime(2001, 1, 1, tzinfo=UTC))


def test_rights_are_those_of_today() -> None:
    edited(revenue="5", source="A secret source")
    edited(revenue="6", source="Another")
    at = lines()[-2].isoformat()
    masked = api_of("service").get(f"/api/v1/customers/{own().pk}", {"at": at}).json()
    assert ("revenue" in masked, masked["source"]) == (False, None)
    page = client_of("service").get(f"/customers/{own().pk}", {"at": at}).content.decode()
    assert "A secret source" not in page
    assert client_of("rival").get(f"/customers/{own().pk}", {"at": at}).status_code == 404


def test_pages_and_programs_are_told_the_same() -> None:
    edited(city="Xi'an")
    edited(city="Wuhan", owner=person_called("rival").pk)
    at = lines()[-2].isoformat()
    told = api_of("admin").get(f"/api/v1/customers/{own().pk}", {"at": at}).json()
    assert (told["city"], told["owner"]["title"]) == ("Xi'an", "李青")
    assert told["version"] == own().version - 1
    page = client_of("admin").get(f"/customers/{own().pk}", {"at": at}).content.decode()
    assert all(words in page for words in ("Xi&#39;an", "Wuhan", "李青", "Nothing can be changed here.", "Next change"))
    assert "data-edit-url" not in page


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "2026-05-01T99:00", "0001-01-01T00:00+23:59", "9" * 30])
def test_what_is_no_moment_is_refused(wrong: str) -> None:
    address = f"customers/{own().pk}"
    assert api_of("admin").get(f"/api/v1/{address}", {"at": wrong}).status_code == 400
    assert client_of("admin").get(f"/{address}", {"at": wrong}).status_code == 400


def test_a_day_is_asked_at_its_end() -> None:
    assert moment_asked("2026-05-01").isoformat() == "2026-05-01T23:59:59.999999+08:00"
    assert moment_asked("2026-05-01T10:00:00 08:00").isoformat() == "2026-05-01T10:00:00+08:00"
