"""Who acts: a person with the roles and the place of this very moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import API, PAGE, SYSTEM, actor_for
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.middleware import who
from concerto.kernel.access.person.passwords import set_password
from concerto.kernel.access.token.keys import bearer_of, issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from tests.cast import acting, customer_of, let_in, made, person_called
from tests.queries import Queries

pytestmark = pytest.mark.django_db


def department(name: str) -> int:
    return Department.everything.get(name=name).pk


def deleted(record: Record) -> None:
    standard.delete(acting("admin"), entity_of(record), record.pk)


def test_an_actor_is_one_query() -> None:
    sales = person_called("sales")
    actor_for(sales.pk, PAGE)  # takes notice of the rights of this database
    with Queries() as queries:
        actor_for(sales.pk, PAGE)
    assert len(queries) == 1


def test_a_person_has_roles_place_and_mates() -> None:
    sales, mate = acting("sales", API), person_called("mate")
    assert (sales.roles, sales.department, sales.tree) == (
        {"sales", "everyone"},
        department("Field"),
        {department("Field")},
    )
    assert (sales.mates, sales.door) == ({sales.person, mate.pk}, API)


def test_a_tree_reaches_down_and_not_up() -> None:
    assert acting("sales-manager").tree == {department("Commerce"), department("Field")}


def test_a_person_without_a_department_has_no_tree() -> None:
    assert (acting("partner").department, acting("partner").tree) == (None, frozenset())


def test_who_has_left_or_is_in_the_trash_acts_no_more() -> None:
    legal = person_called("legal")
    deleted(legal)
    assert actor_for(person_called("leaver").pk, PAGE) is actor_for(legal.pk, PAGE) is actor_for(0, PAGE) is None


def test_who_leaves_a_team_loses_its_customers() -> None:
    mate = person_called("mate")
    deleted(Membership.everything.get(person=mate))
    assert acting("sales").mates == {acting("sales").person}


def test_a_dissolved_department_is_in_no_tree() -> None:
    field = Department.everything.get(name="Field")
    with pytest.raises(Refused):
        deleted(field)
    Department.everything.filter(pk=field.pk).update(trashed_at=timezone.now())
    assert acting("sales-manager").tree == {department("Commerce")}


# -- keys -----------------------------------------------------------------------------------------------------------
def key_of(username: str, **more: object) -> str:
    return issue(SYSTEM, person=person_called(username).pk, name="a key", **more)  # type: ignore[arg-type]  # expires_at


def person_of(key: str) -> int | None:
    found = bearer_of(key)
    return found.person if found else None


def test_a_key_stands_for_its_person() -> None:
    assert person_of(key_of("sales")) == person_called("sales").pk


@pytest.mark.parametrize("wrong", ["", "concerto_", "concerto_" + "x" * 43, "\x00", "\ud800", "x" * 100_000])
def test_a_wrong_key_stands_for_nobody(wrong: str) -> None:
    assert person_of(wrong) is None


def test_a_key_ends_by_time_by_revocation_and_by_deletion() -> None:
    now = timezone.now()
    assert person_of(key_of("sales", expires_at=now - timedelta(seconds=1))) is None
    for change in ({"revoked_at": now}, {"trashed_at": now}):
        key = key_of("sales")
        Token.everything.filter(name="a key").update(**change)
        assert person_of(key) is None


def test_a_key_is_kept_as_its_digest_only() -> None:
    key = key_of("sales")
    with connection.cursor() as cursor:
        cursor.execute(
            "select row(token.*)::text, (select string_agg(journal::text, '') from journal) from kernel_token token"
        )
        for row in cursor.fetchall():
            assert not any(key in text or key.removeprefix("concerto_") in text for text in row)


# -- requests -------------------------------------------------------------------------------------------------------
def who_asks(client: Client, **headers: str) -> str | None:
    """Whom a request stands for, by the cookies of `client` and by its headers."""
    request = RequestFactory().get("/", headers=headers)
    request.session = client.session
    actor = who(request)
    return actor.name if actor else None


def test_a_request_stands_for_whom_its_key_names(client: Client) -> None:
    assert who_asks(client) is None
    assert who_asks(client, Authorization=f"Bearer {key_of('sales')}") == "李青"
    assert who_asks(client, Authorization=f"bearer  {key_of('sales')} ") == "李青"
    for header in ("Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", key_of("sales"), f"Bearer {key_of('leaver')}"):
        assert who_asks(client, Authorization=header) is None, header


def test_a_wrong_key_does_not_fall_back_to_the_session(client: Client) -> None:
    let_in(client, "admin")
    assert (who_asks(client), who_asks(client, Authorization="Bearer wrong")) == ("Administrator", None)


def test_a_session_ends_when_its_person_leaves(client: Client) -> None:
    let_in(client, "sales")
    assert who_asks(client) == "李青"
    standard.edit(acting("admin"), named("person"), person_called("sales").pk, {"left_at": "2026-01-01"})
    assert who_asks(client) is None


def test_a_session_ends_when_the_password_changes(client: Client) -> None:
    let_in(client, "sales")
    set_password(acting("admin"), person_called("sales"), password="a wholly other password")
    assert who_asks(client) is None


def test_a_right_is_gone_at_once() -> None:
    own = customer_of("own").pk
    assert visible_to(acting("sales"), Customer).filter(pk=own).exists()
    standard.edit(acting("admin"), named("person"), person_called("sales").pk, {"roles": ["partner"]})
    assert not visible_to(acting("sales"), Customer).filter(pk=own).exists()


def test_nobody_gives_himself_a_role() -> None:
    for username in ("sales", "people", "newcomer"):
        me = person_called(username)
        with pytest.raises(Forbidden):
            standard.edit(acting(username), named("person"), me.pk, {"roles": ["admin"]})


def test_a_member_is_added_and_is_a_mate_at_once() -> None:
    made(acting("admin"), "membership", {"team": "North", "person": "newcomer"})
    assert person_called("newcomer").pk in acting("sales").mates
