"""The demo company: what comes in bulk is what one by one would have been, the same for the same seed, once only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.working_out import work_out
from concerto.customers.worth.model import Worth
from concerto.kernel.access.actor import PAGE, SYSTEM, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.database.address import Address
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.passing import with_seen
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.search.words import sort_key_of, vector_of
from concerto.site.demo.loading import NOUNS, SCALES, load
from concerto.site.demo.moments import Moments
from tests.databases import Databases, connected

NAMES = ("customer", "contact-point", "relation", "activity", "note")
TODAY = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def loaded(databases: Databases, template: str, check: Any) -> Any:
    name = databases.clone(template)
    try:
        with connected(databases.app(name)):
            load("small", 7, moments=Moments(TODAY))
            return check()
    finally:
        databases.drop(name)


def digest() -> dict[str, str]:
    return {
        model.__name__: sha256(repr([told(row) for row in model.everything.order_by("pk")]).encode()).hexdigest()
        for model in NOUNS
    }


def told(row: Record) -> Any:
    return row.pk, row.version, row.sort_key, row.search, entity_of(row).dump(row)


def replayed(noun: str, record: Record) -> Mapping[str, Any]:
    entity = named(noun)
    state = {id: field.kind.dump(field, field.kind.empty) for id, field in entity.written.items()}
    for line in Entry.objects.filter(entity=noun, record=record.pk).order_by("id"):
        for id, (before, after) in line.changes.items():
            assert before in (state[id], None)
            state[id] = after
    return state


def rows_are_as_if_written_one_by_one() -> None:
    for noun in NAMES:
        entity = named(noun)
        for row in entity.model.everything.all()[::7]:
            assert replayed(noun, row) == {id: field.dump(row) for id, field in entity.written.items()}
            assert row.sort_key == sort_key_of(entity, row)
            assert same_vector(row.search, vector_of(entity, row))


def same_vector(one: str, other: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector = %s::tsvector", [one, other])
        return bool(cursor.fetchone()[0])


def the_readers_have_nothing_left_to_do() -> None:
    touched = dict(Customer.everything.values_list("pk", "last_touch"))
    latest: dict[int, Any] = dict.fromkeys(touched)
    for line in Entry.objects.filter(entity__in=("activity", "note")):
        latest[int(line.topic or 0)] = max(latest[int(line.topic or 0)] or line.happened_at, line.happened_at)
    assert touched == latest
    assert [catch_up(reader) for reader in readers()] == [0] * len(readers())


def stays_are_those_of_the_journal() -> None:
    written, of_all = digest()["Stay"], list(Customer.everything.values_list("pk", flat=True))
    work_out(of_all)
    assert digest()["Stay"] == written
    assert PainPoint.everything.exists()
    assert Worth.everything.exists()


def what_comes_afterwards_is_read() -> None:
    standard.create(SYSTEM, named("note"), {"customer": Customer.everything.earliest("pk").pk, "body": "Later"})
    assert max(catch_up(reader) for reader in readers()) == 1


def one_made_by_hand_is_the_same() -> None:
    there = Customer.everything.exclude(other_name="").earliest("pk")
    given = {id: field.dump(there) for id, field in named("customer").written.items()}
    made = standard.create(SYSTEM, named("customer"), given)
    here = Customer.everything.get(pk=made.pk)
    assert here.sort_key == there.sort_key
    assert same_vector(here.search, there.search)
    assert named("customer").dump(here) | {"created_at": 0, "updated_at": 0, "last_touch": 0} == named("customer").dump(there) | {
        "created_at": 0, "updated_at": 0, "last_touch": 0
    }  # fmt: skip


def nobody_signs_in_outside_a_demo() -> None:
    people = Person.everything.filter(username="sales")
    assert [person.has_usable_password() for person in people] == [False]
    actor = actor_for(people[0].pk, PAGE)
    assert actor is not None
    assert "sales" in actor.roles


def it_comes_once_only() -> None:
    with pytest.raises(Refused):
        load("small", 7)


@pytest.mark.usefixtures("bare")
def test_it_is_as_if_written_one_by_one_and_passed_over_by_readers() -> None:
    load("small", 7, moments=Moments(TODAY))
    rows_are_as_if_written_one_by_one()
    the_readers_have_nothing_left_to_do()
    stays_are_those_of_the_journal()
    what_comes_afterwards_is_read()
    one_made_by_hand_is_the_same()
    nobody_signs_in_outside_a_demo()
    it_comes_once_only()


def test_the_same_seed_makes_the_same_company(databases: Databases, empty_template: str, bare: Address) -> None:
    first, second = (loaded(databases, empty_template, digest) for _time in range(2))
    assert first == second
    made_by_migrations = ("pipeline", "stage")
    assert Entry.objects.exclude(entity__in=made_by_migrations).count() == 0  # each went into a database of its own


def test_a_bulk_load_leaves_tables_as_they_were(
    databases: Databases, empty_template: str, bare: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concerto.site.demo.loading.BULK", 1)
    with connected(databases.owner(bare.dbname)):
        before = shape()
        monkeypatch.setitem(SCALES, "small", 40)
        counts = load("small", 3)
        assert shape() == before
        assert (counts.customers, Customer.everything.count(), Customer.everything.earliest("pk").pk) == (40, 40, 1)


def shape() -> list[tuple[str, ...]]:
    """Indexes and constraints, as the database writes them down."""
    with connection.cursor() as cursor:
        cursor.execute("select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2")
        indexes = cursor.fetchall()
        cursor.execute("select conname, pg_get_constraintdef(oid) from pg_constraint order by 1, 2")
        return [*indexes, *cursor.fetchall()]


@pytest.mark.parametrize(
    ("snapshot", "seen", "then"),
    [("10:12:10", 14, "10:15:10,12,13"), ("10:12:10,11", 10, "11:12:11"), ("7:7:", 7, "8:8:"), ("7:7:", 9, "7:10:7,8")],
)
def test_one_transaction_more_is_seen_and_nothing_else(snapshot: str, seen: int, then: str) -> None:
    assert with_seen(snapshot, seen) == then
