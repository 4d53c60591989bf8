"""The matrix once more over data: roles that were changed, records that were shared, modules that are off; and the explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from django.test import Client

from concerto.kernel.access.module.actions import switch_off, switch_on
from concerto.kernel.access.module.model import Module
from concerto.kernel.access.rights import field_right
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.access.why import why, why_field
from concerto.kernel.actions import standard
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.search.everywhere import search
from tests.cast import acting, api_of, client_of, customer_of, made
from tests.contracts import expected_access, oracle
from tests.contracts.expected_access import EXPECTED, Grant
from tests.contracts.facts import everybody, world
from tests.contracts.test_matrix import NOBODY, PRESENT, ids_of
from tests.contracts.turns import in_turn

pytestmark = pytest.mark.django_db
ASKING = ["admin", "sales", "partner", "service", "two-hats", "newcomer"]
CHANGED = {  # role → noun → what it may do instead
    "sales": {"customer": Grant({"read": "own", "edit": "own", "create": "own", "export": "all"}, hidden=("city",))},
    "partner": {"customer": Grant({"read": "department", "delete": "department"}, masked=("name",), locked=("tier",))},
    "everyone": {"note": Grant({"read": "none", "edit": "own"}), "team": Grant({"read": "department"})},
    "legal": {"customer": Grant({"read": "all", "edit": "tree", "import": "all"})},
    "admin": {},
}


def keep(role: str, noun: str, grant: Grant) -> None:
    """Write the role's differences so that the noun's line becomes `grant`."""
    before = EXPECTED[noun].roles.get(role, Grant({}))
    rows = {act: grant.rows.get(act, "none") for act in {*before.rows, *grant.rows}}
    limits = {"hidden": grant.hidden, "masked": grant.masked, "read": grant.locked}
    fields = dict.fromkeys((*before.hidden, *before.masked, *before.locked), "write")
    fields |= {field: right for right, limited in limits.items() for field in limited}
    record = Role.everything.get(key=role)
    rules = {**record.rules, noun: {"rows": rows, "fields": fields}}  # type: ignore[attr-defined]  # a role
    standard.edit(acting("admin"), named("role"), record.pk, {"rules": rules})


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights as CHANGED says, in the product and in what the oracle knows; and some records shared."""
    expected = dict(EXPECTED)
    for role, nouns in CHANGED.items():
        for noun, grant in nouns.items():
            keep(role, noun, grant)
            expected[noun] = replace(expected[noun], roles={**expected[noun].roles, role: grant})
    for module in (oracle, expected_access):
        monkeypatch.setattr(module, "EXPECTED", expected)
    share()


def share() -> None:
    code = named("customer").code
    for whose, values in (
        ("other", {"person": "partner", "level": "edit"}),
        ("group", {"team": "North"}),
        ("nobody", {"role": "everyone"}),
    ):
        made(acting("admin"), "grant", {"subject": code(customer_of(whose).pk), **values})
    note = named("note")
    made(
        acting("admin"), "grant", {"subject": note.code(ids_of(world(), "note")[0]), "person": "sales", "level": "edit"}
    )


def questions() -> Iterator[tuple[str, str, Act]]:
    """A third of the acts for every person and noun, for the next noun and the next person another third."""
    for (row, username), (column, noun) in product(enumerate(PRESENT), enumerate(EXPECTED)):
        yield from ((username, noun, act) for act in in_turn(Act, row + column, 3))


@pytest.mark.usefixtures("changed")
def test_rows_and_fields_follow_data() -> None:
    facts, people = world(), everybody()
    actors = {username: acting(username) for username in PRESENT}
    for username, noun, act in questions():
        reached = set(visible_to(actors[username], named(noun).model, act).values_list("pk", flat=True))
        allowed = {id for id in ids_of(facts, noun) if oracle.may(facts, people[username], noun, id, act.value)}
        assert reached == allowed, (username, noun, act)
    for username, entity in product(PRESENT, entities()):
        given = {id: field_right(actors[username], entity, field).name.lower() for id, field in entity.fields.items()}
        assert given == {id: oracle.right(people[username], entity.id, id) for id in entity.fields}, (username, entity)


def asked_by(username: str) -> Iterator[tuple[str, Act]]:
    """One act of each noun, another one of the next noun's, so that everybody asks for acts of every kind."""
    for place, noun in enumerate(EXPECTED, ASKING.index(username)):
        yield from ((noun, act) for act in in_turn(Act, place, len(Act)))


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("username", ASKING)
def test_the_explanation_is_what_happens(username: str) -> None:
    """For every noun and act, of a row in reach and one out of it, in the trash and below it; each is asked by somebody."""
    facts, actor = world(), acting(username)
    for noun, act in asked_by(username):
        model = named(noun).model
        reached = set(visible_to(actor, model, act).values_list("pk", flat=True))
        all_rows = ids_of(facts, noun)
        out, within = [id for id in all_rows if id not in reached], [id for id in all_rows if id in reached]
        trashed = [id for id in out if facts[noun, id].trashed]
        for id in {*out[:2], *out[-1:], *trashed[:1], *within[:2]}:
            assert all(step.holds for step in why(actor, named(noun), id, act)) == (id in reached), (noun, act, id)
    for entity in entities():
        for field in entity.fields.values():
            assert why_field(actor, entity, field).holds == (
                field_right(actor, entity, field).name in ("READ", "WRITE")
            )


# -- modules --------------------------------------------------------------------------------------------------------
@pytest.fixture
def off() -> None:
    """The customers are switched off."""
    switch_off(acting("admin"), Module.everything.get(key="customers"))


def gone() -> list[str]:
    return [entity.id for entity in entities() if entity.module == "customers"]


def test_what_is_switched_off_is_as_if_it_had_never_been(off: None) -> None:
    pages, api, actor = client_of("admin"), api_of("admin"), acting("admin")
    for entity in map(named, gone()):
        id = entity.model.everything.values_list("pk", flat=True)[0]
        for address in (
            "/",
            "/new",
            "/import",
            "/export",
            f"/{id}",
            f"/{id}/edit",
            f"/{id}/history",
            f"/{id}/why",
            f"/{NOBODY}",
        ):
            assert pages.get(f"/{entity.path}{address}").status_code == 404, (entity.path, address)
        for address in ("", f"/{id}", f"/{id}/history"):
            assert api.get(f"/api/v1/{entity.path}{address}").status_code == 404, (entity.path, address)
        assert api.post(f"/api/v1/{entity.path}", {}, content_type="application/json").status_code == 404
        assert not visible_to(actor, entity.model).exists()
    assert search(actor, "Harbour") == []
    assert {noun["id"] for noun in api.get("/api/v1/entities").json()["items"]}.isdisjoint(gone())
    assert told(pages) == told(client_of("sales")) == set()


def told(client: Client) -> set[str]:
    """Paths of switched-off nouns that the rail and the palette of a page still speak of."""
    page = client.get("/people/").content.decode()
    return {path for path in (named(noun).path for noun in gone()) if f'"/{path}/' in page}


def test_what_is_switched_on_again_is_as_it_was(off: None) -> None:
    switch_on(acting("admin"), Module.everything.get(key="customers"))
    assert client_of("sales").get(f"/customers/{customer_of('own').pk}").status_code == 200
