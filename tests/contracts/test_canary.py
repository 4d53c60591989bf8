"""The canary crawl: what somebody may not know is given a name of its own, every address is visited, and nothing sings."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import product
from typing import Any

import pytest

from concerto.customers.membership.points.model import PointsLine
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard
from concerto.kernel.actions.change import add
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.contracts import oracle
from tests.contracts.addresses import Template, templates
from tests.contracts.facts import everybody, world
from tests.contracts.making import HINTS
from tests.contracts.test_matrix import NOBODY, ids_of

pytestmark = pytest.mark.django_db
CANARY, HIDDEN_AMOUNT = "Kanarienvogel", 739182645
SINGS = [CANARY, CANARY.lower(), CANARY.upper(), str(HIDDEN_AMOUNT), f"{HIDDEN_AMOUNT:,}", "739182645"[::-1]]
WORDS, ROOM = ("text", "long-text"), 40  # characters a canary needs at most
VISITORS = ["sales", "service", "partner"]
ASKED = [{}, {"q": CANARY[:8]}]  # on every address that names no record


# -- planting -------------------------------------------------------------------------------------------------------
def plant(facts: oracle.World, who: oracle.Who, visitor: str) -> int:
    """A canary in every word (and amount) that the visitor may not know: whole records, and fields of those seen."""
    planted = 0
    for entity in entities():
        for id in ids_of(facts, entity.id):
            record = entity.model.everything.get(pk=id)
            bound = HINTS.get(entity.id, {})  # these must be as they are
            secret = [each for each in secrets(facts, who, entity, record, visitor) if each.id not in bound]
            values = {each.id: canary(record, each) for each in secret}
            if values:
                fixed = {name: given for name, given in bound.items() if not callable(given) and name != entity.shared}
                if isinstance(record, PointsLine):  # it stays as it is: another one of the same member sings
                    add(
                        SYSTEM.doing("create"),
                        PointsLine(member=record.member, programme=record.programme, points=1, **values),
                    )
                else:
                    standard.edit(SYSTEM, entity, id, {**fixed, **values})
                planted += len(values)
    return planted


def secrets(facts: oracle.World, who: oracle.Who, entity: Entity, record: Record, visitor: str) -> Iterator[Field]:
    row = facts[entity.id, record.pk]
    if row.trashed or (row.parent and facts[row.parent].trashed) or record == person_called(visitor):
        return
    unseen = not oracle.may(facts, who, entity.id, record.pk, "read")
    told = HINTS.get(entity.id, {})  # what must be of a certain form cannot hold a canary
    for field in (field for field in entity.written.values() if field.id not in told):
        kept = oracle.right(who, entity.id, field.id) in (oracle.HIDDEN, oracle.MASKED)
        if (unseen or kept) and (field.kind.id == "money" or (field.kind.id in WORDS and field.longest >= ROOM)):
            yield field


def canary(record: Record, field: Field) -> str:
    return f"{HIDDEN_AMOUNT}.00" if field.kind.id == "money" else f"{CANARY}{field.id}{record.pk}"


# -- crawling -------------------------------------------------------------------------------------------------------
def addresses(facts: oracle.World, who: oracle.Who) -> Iterator[tuple[Template, str]]:
    """Every address with every kind of record and field a visitor could try there."""
    for template in templates():
        choices = [list(values_of(facts, who, template, parameter)) for parameter in template.parameters]
        for values in product(*choices):
            yield template, template.filled(**dict(zip(template.parameters, values, strict=True)))


def values_of(facts: oracle.World, who: oracle.Who, template: Template, parameter: str) -> Sequence[Any]:
    """Some of each sort for every parameter we know; for any other KeyError, so that no address is left out unseen."""
    entity = named(template.noun) if template.noun else None
    every_parameter = {
        "id": lambda: one_of_each(facts, who, template.noun),
        "field": lambda: telling_fields(who, entity) if entity else [],
        "verb": lambda: [*(entity.actions if entity else ()), "nothing"],
        "noun": lambda: ["customer", "nothing"],
        "key": lambda: ["nothing"],  # of a link that was handed out
        "way": lambda: ids_of(facts, "credential"),
        "line": lambda: list(Entry.objects.order_by("-id").values_list("id", flat=True)[:1]),
    }
    return every_parameter[parameter]()


def one_of_each(facts: oracle.World, who: oracle.Who, noun: str) -> list[int]:
    """A record that is seen, one that is not, one in the trash. Of one that is nowhere nothing can be told."""
    seen, unseen, trashed = [], [], []
    for id in ids_of(facts, noun):
        kind = trashed if facts[noun, id].trashed else seen if oracle.may(facts, who, noun, id, "read") else unseen
        kind.append(id)
    return [*seen[:1], *unseen[:1], *trashed[:1]] or [NOBODY]


def telling_fields(who: oracle.Who, entity: Entity) -> list[str]:
    """The title, a field that is kept from the visitor if there is one, and a link."""
    kept = [id for id in entity.fields if oracle.right(who, entity.id, id) in (oracle.HIDDEN, oracle.MASKED)]
    links = [link.id for link in entity.links]
    return [entity.title.id, *kept[:1], *links[:1]]


def heard(answer: Any) -> list[str]:
    """The canaries that sing in an answer, its headers and its files."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [raw, str(answer.headers).encode(), str(answer.cookies).encode(), *unpacked(raw)]
    return [song for song in SINGS for text in texts if song.encode() in text]


def unpacked(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("visitor", VISITORS)
def test_nothing_sings(visitor: str) -> None:
    facts, who = world(), everybody()[visitor]
    standard.edit(acting("admin"), named("customer"), customer_of("person").pk, {"parent": "Harbour Mills"})
    assert plant(facts, who, visitor) > 10
    pages, api = client_of(visitor), api_of(visitor)
    visited: dict[int, int] = {}
    only_written: set[str] = set()
    for template, address in addresses(facts, who):
        if template.route in only_written:
            continue
        asked: Sequence[Mapping[str, str]] = ASKED if not template.parameters else ASKED[:1]
        for query in asked:
            answer = (api if template.is_api else pages).get(address, query)
            assert heard(answer) == [], (visitor, address, query)
            assert answer.status_code < 500, (address, query)
            visited[answer.status_code] = visited.get(answer.status_code, 0) + 1
            if answer.status_code == 405:
                only_written.add(template.route)
    assert visited[200] > 120, visited
    assert visited[404] > 50, visited


def test_the_canary_would_be_heard() -> None:
    """The same crawl by somebody who may know everything hears it, at pages, API and files."""
    facts, who = world(), everybody()["service"]
    plant(facts, who, "service")
    own, pages, api = customer_of("own").pk, client_of("admin"), api_of("admin")
    for door, address in ((pages, f"/customers/{own}"), (pages, f"/customers/{own}/history"), (pages, "/customers/export"),
                          (pages, "/customers/export?format=xlsx"), (api, f"/api/v1/customers/{own}"), (api, f"/api/v1/customers/{own}/history")):  # fmt: skip
        assert heard(door.get(address)) != [], address
