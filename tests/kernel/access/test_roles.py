"""Roles as data: over the declared tables, at once and for everybody, never beyond what whoever gives them has."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import field_right, may
from concerto.kernel.access.role.actions import copy, reset
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.roles import labels
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused, Stale
from concerto.kernel.actions.undo import undo
from concerto.kernel.entity.policy import Act, FieldRight
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, customer_of, made, person_called
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def role_called(key: str) -> Role:
    found = Role.everything.get(key=key)
    assert isinstance(found, Role)
    return found


def changed(key: str, noun: str = "customer", by: str = "admin", **parts: dict[str, str]) -> None:
    standard.edit(acting(by), named("role"), role_called(key).pk, {"rules": {noun: parts}})


def seen_by(username: str, act: Act = Act.READ) -> set[str]:
    return set(visible_to(acting(username), Customer, act).values_list("name", flat=True))


def test_a_declared_role_is_widened_narrowed_and_reset() -> None:
    before = seen_by("sales")
    changed("sales", rows={"read": "all", "edit": "none"})
    assert seen_by("sales") == seen_by("admin") > before
    assert not may(acting("sales"), CUSTOMER, Act.EDIT)
    reset(acting("admin"), role_called("sales"))
    assert seen_by("sales") == before
    assert may(acting("sales"), CUSTOMER, Act.EDIT)


def test_fields_are_hidden_masked_and_locked() -> None:
    for right in FieldRight:
        changed("sales", fields={"city": right.name.lower()})
        assert field_right(acting("sales"), CUSTOMER, CUSTOMER.fields["city"]) is right


def test_a_change_of_rights_is_one_line_that_can_be_taken_back() -> None:
    before = seen_by("sales")
    changed("sales", rows={"read": "own"})
    assert seen_by("sales") < before
    [line] = Entry.objects.filter(entity="role", record=role_called("sales").pk, verb="edit")
    undo(acting("admin"), line)
    assert seen_by("sales") == before


def test_two_edits_of_a_role_at_once_do_not_overwrite_each_other() -> None:
    role = role_called("sales")
    changed("sales", rows={"read": "own"})
    with pytest.raises(Stale):
        standard.edit(acting("admin"), named("role"), role.pk, {"rules": {}}, version=role.version)


def test_what_everybody_may_can_be_narrowed() -> None:
    changed("everyone", noun="note", rows={"read": "none"})
    assert not may(acting("sales"), named("note"), Act.READ)
    assert may(acting("admin"), named("note"), Act.READ)


def test_a_copy_begins_like_its_model_and_goes_its_own_way() -> None:
    made_role = copy(acting("admin"), role_called("sales"), name="Hunters")
    key = str(made_role.key)
    assert labels()["sales"] == "Sales rep"
    standard.edit(acting("admin"), named("person"), person_called("newcomer").pk, {"roles": [key]})
    assert labels()[key] == "Hunters"
    assert acting("newcomer").roles == {key, "everyone"}
    assert may(acting("newcomer"), CUSTOMER, Act.CREATE)
    changed(key, rows={"create": "none"})
    assert not may(acting("newcomer"), CUSTOMER, Act.CREATE)
    assert may(acting("sales"), CUSTOMER, Act.CREATE)


def test_a_new_role_gives_nothing_until_it_is_told_to() -> None:
    role = made(acting("admin"), "role", {"name": "Auditors"})
    role.refresh_from_db()
    standard.edit(acting("admin"), named("person"), person_called("partner").pk, {"roles": [str(role.key)]})
    assert seen_by("partner") == set()
    changed(str(role.key), rows={"read": "all"})
    assert seen_by("partner") == seen_by("admin")


@pytest.mark.parametrize("rules", [
    [], "nonsense", {"customer": []}, {"nothing": {"rows": {}}}, {"customers": {}}, {"customer": {"rows": {"read": "granted"}}},
    {"customer": {"rows": {"read": "readable"}}}, {"customer": {"fields": {"password": "write"}}},
    {"customer": {"fields": {"city": "own"}}}, {"customer": {"else": {}}}, {"import": {"rows": {"create": "all"}}},
    {"customer": {"rows": {"read": 1}}}, 7, {"\x00": {}},
])  # fmt: skip
def test_what_cannot_be_is_refused(rules: Any) -> None:
    with pytest.raises(Invalid) as refused:
        standard.edit(acting("admin"), named("role"), role_called("sales").pk, {"rules": rules})
    assert refused.value.problems.keys() == {"rules"}


# -- every process follows at once ----------------------------------------------------------------------------------
def test_a_change_is_followed_without_asking_more_than_once() -> None:
    sales = person_called("sales").pk
    actor_for(sales, PAGE)
    changed("sales", rows={"read": "own"})
    costs = []
    for _request in range(3):
        with Queries() as queries:
            actor = actor_for(sales, PAGE)
        costs.append(len(queries))
    assert costs == [3, 1, 1]
    assert actor and actor.policy.roles["sales"].differences == {"customer": {"rows": {"read": "own"}}}


def test_a_change_that_was_rolled_back_leaves_nothing_in_memory() -> None:
    from django.db import transaction

    before = seen_by("sales")
    with transaction.atomic():
        changed("sales", rows={"read": "none"})
        assert seen_by("sales") == set()
        transaction.set_rollback(True)
    assert seen_by("sales") == before


# -- nobody gives more than they have --------------------------------------------------------------------------------
@pytest.fixture
def clerk() -> str:
    """Somebody who may administer people and roles, and is no administrator."""
    for noun in ("person", "role"):
        changed_noun = {"read": "all", "edit": "all", "delete": "all"}
        role = role_called("people")
        rules = {**role.rules, noun: {"rows": changed_noun, "fields": {}}}
        if noun == "person":
            rules[noun] = {"rows": changed_noun, "fields": {"roles": "write"}}
        standard.edit(acting("admin"), named("role"), role.pk, {"rules": rules})
    return "people"


@pytest.mark.parametrize("roles", [["admin"], ["data"], ["sales", "people"], ["executive"]])
def test_roles_beyond_ones_own_are_not_given(clerk: str, roles: list[str]) -> None:
    for username in ("newcomer", clerk):
        with pytest.raises(Invalid) as refused:
            standard.edit(acting(clerk), named("person"), person_called(username).pk, {"roles": roles})
        assert refused.value.problems.keys() == {"roles"}


def test_roles_within_ones_own_are_given(clerk: str) -> None:
    standard.edit(acting(clerk), named("person"), person_called("newcomer").pk, {"roles": ["people"]})
    assert acting("newcomer").roles == {"people", "everyone"}


@pytest.mark.parametrize(
    "values", [{"username": "mine"}, {"email": "me@concerto.example"}, {"roles": []}, {"left_at": "2026-01-01"}]
)
def test_who_may_do_more_is_not_taken_over(clerk: str, values: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        standard.edit(acting(clerk), named("person"), person_called("admin").pk, values)
    standard.edit(acting(clerk), named("person"), person_called("admin").pk, {"position": "Keeper of keys"})


def test_a_role_is_not_made_mightier_than_its_maker(clerk: str) -> None:
    for key in ("people", "sales"):
        with pytest.raises(Invalid):
            changed(key, by=clerk, rows={"read": "all"})
    changed("sales", by="admin", rows={"read": "none"})
    changed("partner", by=clerk, noun="person", rows={"edit": "all"}, fields={"roles": "hidden"})


# -- somebody can always administer ----------------------------------------------------------------------------------
@pytest.mark.parametrize("values", [{"roles": []}, {"left_at": "2026-01-01 10:00"}])
def test_the_last_administrator_stays(values: dict[str, Any]) -> None:
    admin = person_called("admin")
    with pytest.raises(Refused):
        standard.edit(acting("admin"), named("person"), admin.pk, values)
    with pytest.raises(Refused):
        standard.delete(acting("admin"), named("person"), admin.pk)
    standard.edit(acting("admin"), named("person"), person_called("data").pk, {"roles": ["admin"]})
    standard.edit(acting("admin"), named("person"), admin.pk, values)
    assert not Person.everything.filter(pk=admin.pk, roles__contains=["admin"], left_at=None).exists()


def test_the_administrators_rights_are_fixed() -> None:
    with pytest.raises(Invalid):
        changed("admin", rows={"read": "none"})


# -- a role in use ---------------------------------------------------------------------------------------------------
def test_a_role_that_is_declared_or_in_use_is_not_deleted() -> None:
    own = copy(acting("admin"), role_called("sales"), name="Hunters")
    key = str(own.key)
    standard.edit(acting("admin"), named("person"), person_called("newcomer").pk, {"roles": [key]})
    for role in (role_called("sales"), role_called(key)):
        with pytest.raises(Refused):
            standard.delete(acting("admin"), named("role"), role.pk)
    standard.edit(acting("admin"), named("person"), person_called("newcomer").pk, {"roles": []})
    standard.delete(acting("admin"), named("role"), own.pk)
    assert key not in {**labels()} or acting("admin").policy.roles.keys().isdisjoint({key})
    assert customer_of("own")
