"""Nouns that administrators describe: everything a noun has follows, and putting one away loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.access.rights import readable
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, find, meant, named
from concerto.kernel.entity.shapes import NOTHING_ADDED, begin
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.readers import tell
from concerto.kernel.overlay.custom_object.actions import bring_back, retire
from concerto.kernel.overlay.custom_object.model import CustomObject
from concerto.kernel.search.everywhere import search
from tests.cast import acting, customer_of

pytestmark = pytest.mark.django_db
MACHINE = {
    "label": "Machine",
    "label_zh": "设备",
    "plural": "Machines",
    "plural_zh": "设备",
    "key": "Machine",
    "prefix": "m",
}


def described(**values: Any) -> CustomObject:
    made = standard.create(acting("admin"), named("custom-object"), {**MACHINE, **values})
    acting("admin")
    assert isinstance(made, CustomObject)
    return made


def field(noun: str, key: str, **values: Any) -> None:
    given = {"noun": noun, "key": key, "label": key.removeprefix("x_").capitalize(), **values}
    standard.create(acting("admin"), named("custom-field"), given)
    acting("admin")


@pytest.fixture
def machine() -> Entity:
    described()
    field("x-machine", "x_customer", kind="link", target="customer", in_list=True)
    field("x-machine", "x_price", kind="money")
    return named("x-machine")


def test_a_described_noun_is_a_noun_like_any_other(machine: Entity) -> None:
    assert (machine.id, machine.path, machine.code(12)) == ("x-machine", "x-machine", "XM-00012")
    record = standard.create(
        acting("admin"), machine, {"name": "Press 7", "x_customer": customer_of("own").pk, "x_price": "1200.50"}
    )
    assert entity_of(record) is machine and meant(machine.code(record.pk)) == (machine, record.pk)
    assert [row.pk for row in visible_to(acting("sales"), machine.model)] == [record.pk]
    assert [hit.record.pk for hit in search(acting("sales"), "press")] == [record.pk]


PAGES = ["", "rows", "count", "?layout=board&by=owner", "?layout=calendar&by=created_at", "new", "import", "customize",
         "{id}", "{id}/edit", "{id}/history", "{id}/files", "{id}/around", "{id}/related", "{id}/fresh"]  # fmt: skip
OTHERS = ["/api/v1/x-machine", "/api/v1/x-machine/{id}", "/api/v1/x-machine/aggregate?group=x_customer&measure=sum:x_price",
          "/api/v1/openapi.json", "/api/v1/entities", "/customers/{customer}", "/customers/{customer}/related", "/custom-objects/", "/x-machine/export?format=csv"]  # fmt: skip


def test_every_page_and_answer_is_there(machine: Entity, client_of: Callable[[str], Client]) -> None:
    customer = customer_of("own").pk
    record = standard.create(acting("admin"), machine, {"name": "Press 7", "x_customer": customer})
    client = client_of("admin")
    asked = [
        address.format(id=record.pk, customer=customer)
        for address in (*(f"/x-machine/{each}" for each in PAGES), *OTHERS)
    ]
    answers = {address: client.get(address) for address in asked}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(asked, 200)
    assert "Press 7" in answers[f"/customers/{customer}/related"].content.decode()
    assert "/x-machine/" in answers["/custom-objects/"].content.decode(), "the rail leads there"


def test_its_names_are_told_in_the_language_of_the_reader(machine: Entity, client_of: Callable[[str], Client]) -> None:
    page = client_of("admin").get("/x-machine/", headers={"Accept-Language": "zh-Hans"}).content.decode()
    assert "<h1>设备 " in page


def test_roles_may_do_what_it_is_open_to(machine: Entity) -> None:
    described(key="secret", prefix="xs", open_to="nobody")
    described(key="shown", prefix="xsh", open_to="read")
    sales = acting("sales")
    may = {
        (noun, act): visible_to(sales, named(noun).model, act).query.is_empty()
        for noun, act in product(("x-machine", "x-secret", "x-shown"), (Act.READ, Act.EDIT))
    }
    assert [key for key, nothing in may.items() if not nothing] == [
        ("x-machine", Act.READ), ("x-machine", Act.EDIT), ("x-shown", Act.READ),
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        standard.create(sales, named("x-shown"), {"name": "Mine"})


def test_nobody_else_sees_a_page_of_what_administrators_keep_to_themselves(
    machine: Entity, client_of: Callable[[str], Client]
) -> None:
    described(key="secret", prefix="xs", label="Raven", plural="Ravens", open_to="nobody")
    record = standard.create(acting("admin"), named("x-secret"), {"name": "Raven 7"})
    client = client_of("sales")
    asked = [f"/x-secret/{each.format(id=record.pk)}" for each in PAGES] + [
        "/api/v1/x-secret",
        f"/api/v1/x-secret/{record.pk}",
    ]
    answers = [client.get(address) for address in [*asked, "/", "/customers/", "/api/v1/search?q=raven"]]
    assert {answer.status_code for answer in answers[: len(asked)]} <= {403, 404}
    assert [answer.request["PATH_INFO"] for answer in answers if b"Raven" in answer.content] == []


def test_a_role_is_given_less_or_more_as_of_any_noun(machine: Entity) -> None:
    described(key="secret", prefix="xs", open_to="nobody")
    role = Role.everything.get(key="sales")
    differences = {
        "x-machine": {"rows": {"read": "own"}, "fields": {"x_price": "hidden"}},
        "x-secret": {"rows": {"read": "all"}},
    }
    standard.edit(acting("admin"), named("role"), role.pk, {"rules": differences})
    theirs = standard.create(acting("sales"), machine, {"name": "Mine"})
    standard.create(acting("admin"), machine, {"name": "Not mine"})
    standard.create(acting("admin"), named("x-secret"), {"name": "Told"})
    sales = acting("sales")
    assert [row.pk for row in visible_to(sales, machine.model)] == [theirs.pk]
    assert visible_to(sales, named("x-secret").model).count() == 1
    assert "x_price" not in readable(sales, machine)


def test_two_objects_keep_apart_in_one_table(machine: Entity) -> None:
    described(key="project", prefix="xp", label="Project")
    one = standard.create(acting("admin"), machine, {"name": "Press"})
    other = standard.create(acting("admin"), named("x-project"), {"name": "Press"})
    for noun, mine, not_mine in (("x-machine", one, other), ("x-project", other, one)):
        assert [row.pk for row in visible_to(acting("admin"), named(noun).model)] == [mine.pk]
        with pytest.raises(NotThere):
            standard.edit(acting("admin"), named(noun), not_mine.pk, {"name": "Stolen"})


def test_retiring_loses_nothing_and_breaks_no_page(machine: Entity, client_of: Callable[[str], Client]) -> None:
    client, row = client_of("admin"), CustomObject.everything.get(key="x-machine")
    record = standard.create(acting("admin"), machine, {"name": "Press 7", "x_customer": customer_of("own").pk})
    standard.create(acting("admin"), named("view"), {"name": "Presses", "noun": "x-machine", "filter": "name ~ Press"})
    retire(acting("admin"), row)
    gone = [
        f"/x-machine/{record.pk}",
        "/x-machine/",
        "/x-machine/rows",
        "/api/v1/x-machine",
        f"/api/v1/x-machine/{record.pk}",
    ]
    assert {address: client.get(address).status_code for address in gone} == dict.fromkeys(gone, 404)
    still = [f"/customers/{customer_of('own').pk}", "/views/", "/custom-objects/", f"/custom-objects/{row.pk}", "/notices", "/customers/",
             "/api/v1/openapi.json", "/custom-fields/", "/api/v1/search?q=Press"]  # fmt: skip
    assert {address: client.get(address).status_code for address in still} == dict.fromkeys(still, 200)
    assert search(acting("admin"), "press 7") == []
    bring_back(acting("admin"), row)
    assert [each.pk for each in visible_to(acting("admin"), named("x-machine").model)] == [record.pk]


def test_what_others_lead_to_is_not_retired(machine: Entity) -> None:
    field("customer", "x_main_machine", kind="link", target="x-machine")
    with pytest.raises(Refused, match="Customer · Main_machine"):
        retire(acting("admin"), CustomObject.everything.get(key="x-machine"))


@pytest.mark.parametrize("wrong", [
    {"key": "!!!"}, {"key": ""}, {"prefix": "12"}, {"prefix": ""}, {"prefix": "ABCDE"}, {"label": ""}, {"plural": " "},
    {"icon": "no-such-icon"}, {"open_to": "all"}, {"label": "\x00"}, {"label": "x" * 61}, {"key": "machine"}, {"prefix": "XM"},
])  # fmt: skip
def test_what_cannot_be_an_object_is_refused(machine: Entity, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        described(**{"key": "other", "prefix": "xo", **wrong})
    assert find("x-other") is None


@pytest.mark.parametrize("change", [{"key": "x-press"}, {"prefix": "XZ"}])
def test_what_codes_and_addresses_are_made_of_stays(machine: Entity, change: dict[str, str]) -> None:
    row = CustomObject.everything.get(key="x-machine")
    with pytest.raises(Invalid) as refused:
        standard.edit(acting("admin"), named("custom-object"), row.pk, change)
    assert "never change" in str(next(iter(refused.value.problems.values())))


def test_names_are_only_words(client_of: Callable[[str], Client]) -> None:
    described(
        label="<script>alert(1)</script>",
        plural="{{ 7*7 }}",
        label_zh="‮龙",
        plural_zh="'; drop table kernel_person; --",
    )
    for language in ("en", "zh-Hans"):
        page = client_of("admin").get("/x-machine/", headers={"Accept-Language": language})
        assert (page.status_code, b"<script>alert" in page.content) == (200, False)


def test_a_renamed_object_keeps_its_records_and_its_address(
    machine: Entity, client_of: Callable[[str], Client]
) -> None:
    record = standard.create(acting("admin"), machine, {"name": "Press 7"})
    row = CustomObject.everything.get(key="x-machine")
    standard.edit(
        acting("admin"),
        named("custom-object"),
        row.pk,
        {"label": "Tool", "plural": "Tools", "title_label": "Serial number"},
    )
    page = client_of("admin").get("/x-machine/").content.decode()
    assert "<h1>Tools " in page and "Serial number" in page and "Press 7" in page
    assert client_of("admin").get(f"/x-machine/{record.pk}").status_code == 200


def test_a_process_that_never_heard_of_an_object_learns_of_it_from_its_lines(machine: Entity) -> None:
    record = standard.create(acting("admin"), machine, {"name": "Press", "owner": "sales"})
    lines = list(Entry.objects.filter(entity="x-machine", record=record.pk))
    begin(NOTHING_ADDED)
    tell(lines)
    assert Notice.objects.filter(entity="x-machine", record=record.pk).exists()
