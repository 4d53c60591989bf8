"""The matrix again, through the doors: API, pages and files show and take exactly what the oracle says."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, named
from tests.cast import api_of, client_of
from tests.contracts import oracle
from tests.contracts.expected_access import EXPECTED
from tests.contracts.facts import asked, everybody, world
from tests.contracts.making import HINTS, minimal, value
from tests.contracts.test_matrix import NOBODY, PRESENT, ids_of
from tests.contracts.turns import in_turn
from tests.databases import taken_back
from tests.hashes import held

pytestmark = pytest.mark.django_db
BOUND = {
    "quote": ("currency",),  # there are lines with prices in it
    "file": ("edition",),  # one of those that there are, and here there is but one
    "member": ("opening",),  # points that are brought along come before any others, and these members have some
}
WRITERS = ["admin", "sales", "marketing", "service-lead", "service", "finance", "newcomer"]
HALVES, THIRDS, FOURTHS = 2, 3, 4  # of what there is; all of it is everybody's to ask for in the kernel
VISITED = ("customer", "note")  # pages of these are opened row by row; other nouns' by the crawl of canaries


def allowed(facts: oracle.World, who: oracle.Who, noun: str, act: str, *, trashed: bool = False) -> set[int]:
    return {id for id in ids_of(facts, noun) if oracle.may(facts, who, noun, id, act, trashed=trashed)}


def rights(who: oracle.Who, entity: Entity) -> dict[str, str]:
    return {id: oracle.right(who, entity.id, id) for id in entity.fields}


# -- reading --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", PRESENT)
def test_lists_and_records_of_the_api(username: str) -> None:
    facts, who, api = world(), everybody()[username], api_of(username)
    facts = facts | {key: row for key, row in world().items() if key not in facts}  # the key that was just made
    for entity in in_turn(entities(), PRESENT.index(username), HALVES):
        address, readable = f"/api/v1/{entity.path}", allowed(facts, who, entity.id, "read")
        listed = api.get(address, {"limit": 200})
        if not oracle.ever(who, entity.id, "read"):
            assert listed.status_code == 403, entity.id
            continue
        assert {item["id"] for item in listed.json()["items"]} == readable, entity.id
        assert listed.json()["count"] == {"value": len(readable), "exact": True}
        fields_are_those_of(who, entity, listed.json()["items"])
        for id in sorted(set(ids_of(facts, entity.id)) - readable)[:1]:
            assert same_as_missing(api, entity, id), (entity.id, id)
        for item in listed.json()["items"][:2]:
            assert api.get(f"{address}/{item['id']}").json() == item


def same_as_missing(client: Client, entity: Entity, id: int) -> bool:
    """Whether a record out of sight answers in every way as one that is not there."""
    places = [f"/api/v1/{entity.path}/{{id}}{below}" for below in ("", "/timeline", "/history")]
    answers = [[client.get(place.format(id=one)) for place in places] for one in (id, NOBODY)]
    unseen, missing = ([(answer.status_code, answer.content) for answer in some] for some in answers)
    return unseen == missing and {status for status, _content in missing} == {404}


def fields_are_those_of(who: oracle.Who, entity: Entity, items: list[dict[str, Any]]) -> None:
    """What is hidden from somebody is no part of a record, and what is masked is empty."""
    given = rights(who, entity)
    masked = {id for id, right in given.items() if right == oracle.MASKED}
    for item in items:
        assert item.keys() - {"id", "code", "version", "masked"} == {
            id for id, right in given.items() if right != oracle.HIDDEN
        }
        assert set(item["masked"]) == masked
        assert {item[id] for id in masked} <= {None}


@pytest.mark.parametrize("username", PRESENT)
def test_what_may_not_be_read_cannot_be_asked(username: str) -> None:
    """A filter or an order by a field one may not read is as one by a field that is not there."""
    who, api, pages = everybody()[username], api_of(username), client_of(username)
    for entity in entities():
        if not oracle.ever(who, entity.id, "read"):
            continue
        for id, right in rights(who, entity).items():
            if right in (oracle.HIDDEN, oracle.MASKED):
                for query in ({"filter": f"{id} is empty"}, {"sort": id}, {"sort": f"-{id}"}, {"fields": id}):
                    assert api.get(f"/api/v1/{entity.path}", query).status_code == 400, (entity.id, query)
                for place in ("", "rows", "count"):
                    assert pages.get(f"/{entity.path}/{place}", {"filter": f"{id} is empty"}).status_code == 400, (
                        entity.id,
                        place,
                    )
                for place in ("", "rows"):
                    assert pages.get(f"/{entity.path}/{place}", {"sort": id}).status_code == 400, (entity.id, place)


@pytest.mark.parametrize("username", PRESENT)
def test_pages_of_records(username: str) -> None:
    facts, who, pages = world(), everybody()[username], client_of(username)
    for noun in VISITED:
        readable = allowed(facts, who, noun, "read")
        for id in [*ids_of(facts, noun), NOBODY]:
            status = pages.get(f"/{named(noun).path}/{id}").status_code
            assert status == (200 if id in readable else 404), (noun, id)


@pytest.mark.parametrize("username", PRESENT)
def test_files(username: str) -> None:
    """A file holds the rows that may be taken out and the columns that may be read."""
    facts, who, pages = world(), everybody()[username], client_of(username)
    for entity in in_turn(entities(), PRESENT.index(username), FOURTHS):
        answer = pages.get(f"/{entity.path}/export")
        if not oracle.ever(who, entity.id, "export"):
            assert answer.status_code == 403, entity.id
            continue
        headings, *rows = csv.reader(io.StringIO(text_of(answer)))
        assert {row[0] for row in rows} == {entity.code(id) for id in allowed(facts, who, entity.id, "export")}, (
            entity.id
        )
        legible = [
            entity.fields[id] for id, right in rights(who, entity).items() if right in (oracle.READ, oracle.WRITE)
        ]
        assert sorted(headings[1:]) == sorted(
            str(field.label) for field in legible if field.kind.placed and field.id != "trashed_at"
        )


def text_of(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode("utf-8-sig")


# -- writing --------------------------------------------------------------------------------------------------------
def of_others(facts: oracle.World, entity: Entity, id: int, who: oracle.Who) -> bool:
    """Whether a record is linked to a space or a meeting in which somebody does not work."""
    if entity.id != "linked-record":
        return False
    [(space, meeting)] = asked(f"select space_id, meeting_id from collaboration_linkedrecord where id = {id}")
    return not oracle.may(facts, who, "space" if space else "meeting", space or meeting, "edit")


def of_another_side(entity: Entity, id: int, who: oracle.Who) -> bool:
    """Whether the row stands beside a term that is the giver's to fill, and the giver is in no department of theirs."""
    if entity.id != "provision" or "admin" in who.roles:
        return False
    [(giving,)] = asked(
        f"select giving_id from collaboration_handoff where id = (select handoff_id from collaboration_provision where id = {id})"
    )
    return giving not in who.tree | {who.department}


@pytest.mark.parametrize("username", WRITERS)
def test_each_field_written_through_the_api(username: str) -> None:
    """On a row that may be edited, exactly the writable fields; on the others nothing.

    What may not be written is tried by everybody, what may be by some: a third of a noun's fields for each writer.
    """
    facts, who = world(), everybody()[username]
    api = api_of(username)
    for entity in entities():
        editable, readable = (sorted(allowed(facts, who, entity.id, act)) for act in ("edit", "read"))
        free = [id for id in editable if not of_others(facts, entity, id, who)]
        if free:
            record = entity.model.everything.get(pk=free[-1])  # the first person is the only administrator
            for place, (id, right) in enumerate(rights(who, entity).items()):
                if right == oracle.WRITE and place % THIRDS != WRITERS.index(username) % THIRDS:
                    continue
                given = unlike(entity, record, id)
                with taken_back():
                    answer = patched(api, entity, record.pk, {id: given})
                differs = given != entity.fields[id].dump(record)
                refused = differs and of_another_side(entity, record.pk, who)
                taken = 403 if refused else 200
                assert answer.status_code == (taken if right == oracle.WRITE else 422), (entity.id, id, answer.content)
        for id in sorted(set(readable) - set(editable))[:1]:
            assert patched(api, entity, id, {}).status_code in (403, 405), (entity.id, id)
        for id in sorted(set(ids_of(facts, entity.id)) - set(readable))[:1]:
            assert patched(api, entity, id, {}).status_code in (403, 404, 405), (entity.id, id)


def patched(api: Client, entity: Entity, id: int, values: dict[str, Any]) -> Any:
    return api.patch(f"/api/v1/{entity.path}/{id}", values, content_type="application/json")


def unlike(entity: Entity, record: Record, id: str) -> Any:
    """A value that a field could take; what stands there already where another record or field would be needed."""
    field = entity.fields[id]
    bound = id in BOUND.get(entity.id, ()) or (entity.id in HINTS and id in (entity.title.id, *HINTS[entity.id]))
    if bound or field.is_link or id not in entity.written:
        return field.dump(record)
    return value(field)


@pytest.mark.parametrize("username", WRITERS)
def test_creating_and_deleting_through_the_api(username: str) -> None:
    facts, who = world(), everybody()[username]
    api = api_of(username)
    for entity in entities():
        for id in ids_of(facts, entity.id)[:6]:
            with taken_back():
                status = api.delete(f"/api/v1/{entity.path}/{id}").status_code
            may = oracle.may(facts, who, entity.id, id, "delete") and not of_others(facts, entity, id, who)
            guarded = bool(entity.guards) and status == 409  # in use, or the last administrator
            assert (status == 204 or guarded) == may, (entity.id, id, status)
            assert may or status in (403, 404, 405)
        if not oracle.ever(who, entity.id, "create"):
            before = held()
            assert api.post(f"/api/v1/{entity.path}", {}, content_type="application/json").status_code in (403, 405), (
                entity.id
            )
            assert held() == before


@pytest.mark.parametrize("username", ["sales", "service", "marketing", "partner", "newcomer"])
def test_what_is_created_for_others_is_refused(username: str) -> None:
    """Nothing is created around a customer that is out of sight, and the answer is that of a missing one."""
    facts, who, api = world(), everybody()[username], api_of(username)
    unseen = sorted(set(ids_of(facts, "customer")) - allowed(facts, who, "customer", "read"))
    for noun in ("note", "activity", "contact-point"):
        given = {id: raw for id, raw in minimal(noun).items() if id != "customer"}
        answers = [
            api.post(f"/api/v1/{named(noun).path}", {**given, "customer": id}, content_type="application/json")
            for id in [*unseen, NOBODY]
        ]
        assert {answer.status_code for answer in answers} <= {403, 422}
        assert len({answer.content for answer in answers}) == 1, noun


def test_strangers_are_let_in_nowhere() -> None:
    stranger = Client()
    for entity in entities():
        assert stranger.get(f"/api/v1/{entity.path}").status_code == 401
        assert stranger.get(f"/{entity.path}/").headers["Location"].startswith("/sign-in?next=")
    assert EXPECTED
