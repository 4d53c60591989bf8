"""The ground that other tests stand on holds: databases are separate, rights are in force, nothing reaches out."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.roles import labels
from concerto.kernel.actions import standard
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from tests.cast import CUSTOMERS, customer_of, person_called


@pytest.mark.django_db
def test_somebody_plays_every_role(actor: Callable[..., Actor]) -> None:
    assert {role for role in labels() if role not in actor(role).roles} == set()


@pytest.mark.django_db
def test_every_customer_of_the_story_is_there() -> None:
    assert {whose for whose in CUSTOMERS if customer_of(whose).trashed_at} == {"trashed"}


@pytest.mark.django_db
def test_tests_serve_with_the_rights_of_serving() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("concerto_app",)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from journal")


@pytest.mark.django_db
@pytest.mark.parametrize("again", [1, 2])
def test_a_test_leaves_nothing_behind(again: int) -> None:
    assert not Person.everything.filter(username="passer-by").exists()
    Person.everything.create(username="passer-by", name="P", created_at=timezone.now(), updated_at=timezone.now())


@pytest.mark.parametrize("again", [1, 2])
def test_a_committed_database_is_of_one_test_only(again: int, committed: Address, actor: Callable[..., Actor]) -> None:
    sales = person_called("sales")
    standard.edit(actor("admin"), named("person"), sales.pk, {"position": "Changed"}, version=1)
    with committed.connect() as other:
        assert other.execute("select position from kernel_person where id = %s", [sales.pk]).fetchone() == ("Changed",)


def test_a_bare_database_has_nobody(bare: Address) -> None:
    assert Person.everything.count() == 0


def test_nothing_outside_is_reached() -> None:
    with socket.socket() as outgoing, pytest.raises(RuntimeError, match="tried to reach"):
        outgoing.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="asked where"):
        socket.getaddrinfo("example.com", 80)


def test_english_in_shanghai() -> None:
    assert (translation.get_language(), timezone.get_current_timezone_name()) == ("en", "Asia/Shanghai")
