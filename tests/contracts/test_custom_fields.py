"""Whatever holds for the fields of a noun holds for those that administrators add to it: every noun gets some, and the
contracts are held against them."""

from __future__ import annotations

from itertools import chain, product

import pytest
from django.db import connection

from concerto.kernel.access import rights
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import declared, named
from concerto.kernel.overlay.kinds import COMPUTED, KindOfField
from tests.cast import acting, api_of, client_of
from tests.contracts import oracle, test_nouns
from tests.contracts.addresses import templates
from tests.contracts.expected_access import EXPECTED
from tests.contracts.facts import everybody, world
from tests.contracts.making import NOUNS
from tests.contracts.test_canary import CANARY, addresses, heard
from tests.contracts.test_matrix import PRESENT
from tests.contracts.turns import in_turn

pytestmark = pytest.mark.django_db
LIMITS = {"service": oracle.HIDDEN, "sales": oracle.MASKED, "finance": oracle.READ, "logistics": oracle.HIDDEN}
STORED = sorted(set(KindOfField.values) - set(COMPUTED))
BOTH_WAYS = sorted(set(test_nouns.EDITED) & set(test_nouns.CREATED))


def add(noun: str, kind: str, **more: object) -> None:
    given = {"noun": noun, "key": f"x_{kind}", "label": f"Added {kind}", "kind": kind, **more}
    standard.create(acting("admin"), named("custom-field"), given)


@pytest.fixture
def limited() -> None:
    """A field of every noun that some roles may not see, some only dotted out, some only read, and a formula of it."""
    for noun in NOUNS:
        named_roles = {f"{verb}": [role for role, limit in LIMITS.items() if limit == right] for verb, right in
                       (("hidden_from", oracle.HIDDEN), ("masked_for", oracle.MASKED), ("locked_for", oracle.READ))}  # fmt: skip
        add(noun, "text", in_list=True, **named_roles)
    acting("admin")
    for noun in NOUNS:
        add(noun, "formula", formula="x_text + '!'", result="text")


def add_kinds(noun: str, kinds: list[str]) -> None:
    for kind in kinds:
        add(noun, kind, choices="a = One | 一\nb = Two\nc = Three", target="department")
    acting("admin")


def expected(who: oracle.Who, noun: str) -> str:
    """The highest limit of the roles by which somebody reads the noun."""
    lines = EXPECTED[noun].roles
    reading = {role for role, grant in lines.items() if grant.rows.get("read", "none") != "none"}
    roles = who.roles if "everyone" in reading else who.roles & reading
    if not roles:
        return oracle.WRITE if "everyone" in reading else oracle.HIDDEN
    return max((LIMITS.get(role, oracle.WRITE) for role in roles), key=oracle.ORDER.index)


def test_roles_limit_added_fields(limited: None) -> None:
    people = everybody()
    for username, entity in product(PRESENT, declared()):
        who, actor = people[username], acting(username)
        right = rights.field_right(actor, entity, entity.fields["x_text"]).name.lower()
        assert right == expected(who, entity.id), entity.id
        computed = rights.field_right(actor, entity, entity.fields["x_formula"]).name.lower()
        assert computed == min(right, oracle.READ, key=oracle.ORDER.index), entity.id


@pytest.mark.parametrize("visitor", ["service", "sales"])
def test_no_address_sings_of_an_added_field(limited: None, visitor: str) -> None:
    facts, who = world(), everybody()[visitor]
    seen = [entity for entity in declared() if expected(who, entity.id) in (oracle.HIDDEN, oracle.MASKED)]
    for entity in seen:
        with connection.cursor() as cursor:
            cursor.execute(
                f"update {entity.model._meta.db_table} set custom = jsonb_build_object('x_text', '{CANARY}' || id, 'x_formula', '{CANARY}')"
            )
    pages, api = client_of(visitor), api_of(visitor)
    asked = [
        f"/{entity.path}/?{question}"
        for entity in seen
        for question in (f"q={CANARY}", "sort=x_text", f"filter=x_formula~{CANARY}")
    ]
    asked += [
        f"{door}/{entity.path}{end}"
        for entity in seen
        for door, end in (("", "/export"), ("", "/count"), ("/api/v1", ""))
    ]
    crawled = (
        address
        for template, address in addresses(facts, who)
        if template.noun == "customer" and "GET" in template.methods
    )
    for address in chain(crawled, asked):
        client = api if address.startswith("/api/") else pages
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert address.startswith("/static") or CANARY in address or heard(answer) == [], address


@pytest.mark.parametrize("noun", BOTH_WAYS)
def test_every_contract_of_a_noun_holds_for_added_fields(noun: str) -> None:
    """Of some kinds each; all nouns together have fields of every kind many times over."""
    kinds = in_turn(STORED, BOTH_WAYS.index(noun), 3)
    add_kinds(noun, kinds)
    assert {f"x_{kind.replace('-', '_')}" for kind in kinds} <= named(noun).written.keys()
    test_nouns.test_what_is_given_is_kept(noun)
    test_nouns.test_each_field_can_be_edited_and_the_edit_undone(noun)
    test_nouns.test_the_journal_adds_up_to_the_record(noun)


def test_the_document_of_the_api_tells_of_added_fields_to_those_for_whom_they_exist(limited: None) -> None:
    told = {who: "x_text" in client.get("/api/v1/openapi.json").content.decode() for who, client in
            (("admin", api_of("admin")), ("legal", api_of("legal")))}  # fmt: skip
    assert told == {"admin": True, "legal": True}
    assert templates()
    hidden = api_of("service").get("/api/v1/openapi.json").json()["components"]["schemas"]["Customer"]["properties"]
    assert "x_text" not in hidden
    assert b"x_text" not in client_of("admin").__class__().get("/api/v1/openapi.json").content
