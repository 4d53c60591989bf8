"""The authorisation matrix: person × noun × act × row × field, in the kernel; every cell against the oracle."""

from __future__ import annotations

import ast
import inspect
from itertools import combinations, product

import pytest

from concerto.kernel.access import rights
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.roles import known
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.actions.values import parse
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.search.everywhere import search
from tests.cast import PEOPLE, acting
from tests.contracts import oracle
from tests.contracts.expected_access import ACTS, EXPECTED
from tests.contracts.facts import everybody, world

NOBODY = 10**9
IN_THE_TRASH = (Act.READ, Act.DELETE)  # what is done there: looked at, and put back by whoever may delete
PRESENT = ["admin", *(username for username, values in PEOPLE.items() if not values.get("left_at"))]
pytestmark = pytest.mark.django_db


def ids_of(facts: oracle.World, noun: str) -> list[int]:
    return [id for kind, id in facts if kind == noun]


# -- the tables speak of the same things ----------------------------------------------------------------------------
def test_every_noun_is_expected() -> None:
    assert EXPECTED.keys() == {entity.id for entity in entities()}


def test_every_role_has_a_player_and_every_expected_role_exists() -> None:
    roles = {role.id for role in known()}
    assert roles == {role for who in everybody().values() for role in who.roles} | {"everyone"}
    assert {role for noun in EXPECTED.values() for role in noun.roles} <= roles


def test_expected_fields_exist() -> None:
    for noun, told in EXPECTED.items():
        named_there = {
            field for grant in told.roles.values() for field in (*grant.hidden, *grant.masked, *grant.locked)
        }
        assert named_there | set(told.kept) <= named(noun).fields.keys(), noun


def test_acts_are_the_same() -> None:
    assert set(ACTS) == {act.value for act in Act}


def test_the_oracle_knows_nothing_of_the_product() -> None:
    tree = ast.parse(inspect.getsource(oracle))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {"__future__", "collections.abc", "dataclasses", "tests.contracts.expected_access"}


def test_the_matrix_is_large() -> None:
    facts = world()
    rows = len(facts) * len(PRESENT) * (len(ACTS) + len(IN_THE_TRASH))  # in place and in the trash
    fields = sum(len(entity.fields) for entity in entities()) * len(PRESENT)
    assert rows + fields > 20_000
    assert all(ids_of(facts, noun) for noun in EXPECTED), "a noun without rows tests nothing"


# -- rows -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", PRESENT)
def test_rows(username: str) -> None:
    """What a person reaches of each noun by each act, in place and in the trash."""
    facts, who, actor = world(), everybody()[username], acting(username)
    for noun in EXPECTED:
        for act, trashed in (*product(Act, [False]), *product(IN_THE_TRASH, [True])):
            reached = set(visible_to(actor, named(noun).model, act, trashed=trashed).values_list("pk", flat=True))
            allowed = {id for id in ids_of(facts, noun) if oracle.may(facts, who, noun, id, act.value, trashed=trashed)}
            assert reached == allowed, (noun, act, trashed)


@pytest.mark.parametrize("username", PRESENT)
def test_locking_a_row(username: str) -> None:
    """The gate of every write: open, forbidden where the row is seen, else as if it were not there."""
    facts, who, actor = world(), everybody()[username], acting(username)
    for noun in EXPECTED:
        for id in ids_of(facts, noun):
            assert gate(actor, named(noun), id, Act.EDIT) == expected_gate(facts, who, noun, id, "edit"), (noun, id)
        assert gate(actor, named(noun), NOBODY, Act.EDIT) == "not there"


def gate(actor: Actor, entity: Entity, id: int, act: Act) -> str:
    try:
        locked(actor, entity.model, id, act)
    except Forbidden:
        return "forbidden"
    except NotThere:
        return "not there"
    return "open"


def expected_gate(facts: oracle.World, who: oracle.Who, noun: str, id: int, act: str) -> str:
    if oracle.may(facts, who, noun, id, act):
        return "open"
    return "forbidden" if oracle.may(facts, who, noun, id, "read") else "not there"


def test_roles_add_up() -> None:
    """Two roles at once reach what either reaches, and no more."""
    facts, sales = world(), everybody()["sales"]
    for one, other in combinations(["sales", "sales-manager", "service", "marketing", "logistics", "partner"], 2):
        roles = frozenset({one, other})
        who = oracle.Who(sales.id, roles, sales.department, sales.tree, sales.mates)
        actor = Actor(sales.id, "both", "page", roles | {"everyone"}, sales.department, sales.tree, sales.mates)
        for noun in ("customer", "contact-point"):
            for act in Act:
                reached = set(visible_to(actor, named(noun).model, act).values_list("pk", flat=True))
                assert reached == {id for id in ids_of(facts, noun) if oracle.may(facts, who, noun, id, act.value)}
            for field in named(noun).fields.values():
                assert rights.field_right(actor, named(noun), field).name.lower() == oracle.right(who, noun, field.id)


# -- fields ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", PRESENT)
def test_fields(username: str) -> None:
    who, actor = everybody()[username], acting(username)
    for entity in entities():
        given = {id: oracle.right(who, entity.id, id) for id in entity.fields}
        assert {
            id: rights.field_right(actor, entity, field).name.lower() for id, field in entity.fields.items()
        } == given
        assert set(rights.seen(actor, entity)) == {id for id, right in given.items() if right != oracle.HIDDEN}
        assert set(rights.readable(actor, entity)) == {
            id for id, right in given.items() if right in (oracle.READ, oracle.WRITE)
        }
        assert set(rights.writable(actor, entity)) == {id for id, right in given.items() if right == oracle.WRITE}


@pytest.mark.parametrize("username", PRESENT)
def test_writing_fields(username: str) -> None:
    """What may not be written is refused: as locked where it is seen, as unknown where it is not."""
    who, actor = everybody()[username], acting(username)
    for entity in entities():
        _values, problems = parse(actor, entity, dict.fromkeys(entity.fields, "\x00"))
        for id in entity.fields:
            right = oracle.right(who, entity.id, id)
            told = str(problems.get(id, ""))
            assert (told == "There is no such field.") == (right == oracle.HIDDEN), (entity.id, id)
            assert (told == "You may not change this field.") == (right in (oracle.MASKED, oracle.READ)), (
                entity.id,
                id,
            )


def test_columns_that_are_no_fields_are_written_by_no_one() -> None:
    """Every column of every table is tried, also by whoever may do everything."""
    for entity in entities():
        columns = {column.name for column in entity.model._meta.concrete_fields}
        columns |= {column.attname for column in entity.model._meta.concrete_fields}
        undescribed = columns - entity.fields.keys()
        assert {"id", "version", "sort_key", "search"} <= undescribed
        _values, problems = parse(acting("admin"), entity, dict.fromkeys(undescribed, 1))
        assert {id: str(text) for id, text in problems.items()} == dict.fromkeys(undescribed, "There is no such field.")


# -- search ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", PRESENT)
def test_search(username: str) -> None:
    """A title finds its record for whoever may read it and every searched field, and for no one else."""
    facts, who, actor = world(), everybody()[username], acting(username)
    for entity in entities():
        rows = entity.model.everything.all() if entity.searched else []
        legible = all(
            oracle.right(who, entity.id, field.id) in (oracle.READ, oracle.WRITE) for field in entity.searched
        )
        for row in rows:
            hits = {hit.record.pk for hit in search(actor, entity.title_of(row), within=[entity], most=100)}
            assert (row.pk in hits) == (legible and oracle.may(facts, who, entity.id, row.pk, "read")), (
                entity.id,
                row.pk,
            )
            assert all(oracle.may(facts, who, entity.id, id, "read") for id in hits)
