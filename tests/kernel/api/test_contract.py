"""Every operation of every noun does what the contract says, told from the registry: a new noun is tested without a line here."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.api.operations import OF_EVERY_NOUN, operations
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.journal.model import Entry
from tests.cast import acting
from tests.contracts.making import MADE_OTHERWISE
from tests.databases import taken_back
from tests.kernel.api.asking import answer, ask, fresh_record, fresh_values, get, problem, some_record

pytestmark = pytest.mark.django_db
OF_EVERY_RECORD = {"id", "code", "version", "created_at", "updated_at", "trashed_at", "masked"}


def nouns(operation: str, *, titled: bool = False) -> pytest.MarkDecorator:
    """The test for each noun that has the operation; `titled` leaves those whose title people write."""
    found = [
        entity.id
        for entity in entities()
        for one in operations(entity)
        if one.name == operation and (not titled or entity.title.id in entity.written)
    ]
    assert found, operation
    return pytest.mark.parametrize("noun", found)


@pytest.fixture
def api(api_of: Callable[[str], Client]) -> Client:
    return api_of("admin")


@pytest.fixture
def entity(noun: str) -> Entity:
    return named(noun)


@nouns("list")
def test_a_list_answers_items_next_and_count(api: Client, entity: Entity) -> None:
    record = some_record(entity)
    page = get(api, f"{entity.path}?limit=200")
    assert page.keys() == {"items", "next", "count"}
    assert page["count"] == {"value": len(page["items"]), "exact": True}
    assert record.pk in [item["id"] for item in page["items"]]
    assert all(item.keys() == OF_EVERY_RECORD | entity.fields.keys() for item in page["items"])


@nouns("read")
def test_a_record_reads_as_in_the_list_and_bears_an_etag(api: Client, entity: Entity) -> None:
    record = some_record(entity)
    response = ask(api, "GET", f"{entity.path}/{record.pk}")
    item = answer(response)
    assert item == next(one for one in get(api, f"{entity.path}?limit=200")["items"] if one["id"] == record.pk)
    assert (item["code"], item["version"]) == (entity.code(record.pk), record.version)
    assert response.headers["ETag"].startswith(f'"{record.version}-')


@nouns("create")
def test_creating_answers_the_record_and_where_it_is(api: Client, entity: Entity) -> None:
    values = fresh_values(entity)
    response = ask(api, "POST", entity.path, values)
    item = answer(response, 201)
    assert response.headers["Location"] == f"/api/v1/{entity.path}/{item['id']}"
    again = ask(api, "GET", f"{entity.path}/{item['id']}")
    assert (answer(again), again.headers["ETag"]) == (item, response.headers["ETag"])
    assert {id: (item[id] or {"id": ""})["id"] if entity.fields[id].is_link else item[id] for id in values} == values
    line = Entry.objects.get(entity=entity.id, record=item["id"])
    assert (line.verb, line.door) == ("create", "api")


@nouns("edit", titled=True)
def test_editing_changes_what_is_named_and_nothing_else(api: Client, entity: Entity) -> None:
    before = get(api, f"{entity.path}/{some_record(entity).pk}")
    after = answer(ask(api, "PATCH", f"{entity.path}/{before['id']}", another_title(entity)))
    assert after == before | another_title(entity) | {
        "version": before["version"] + 1,
        "updated_at": after["updated_at"],
    }
    assert answer(ask(api, "PATCH", f"{entity.path}/{before['id']}", another_title(entity))) == after


@nouns("delete")
def test_deleting_takes_it_out_of_sight_and_restoring_brings_it_back(api: Client, entity: Entity) -> None:
    before = get(api, address := f"{entity.path}/{fresh_record(entity).pk}")
    gone = ask(api, "DELETE", address)
    assert (gone.status_code, gone.content) == (204, b"")
    problem(ask(api, "GET", address), 404, "not-there")
    problem(ask(api, "DELETE", address), 404, "not-there")
    after = answer(ask(api, "POST", f"{address}/actions/restore"))
    assert after == before | {"version": before["version"] + 2, "updated_at": after["updated_at"]}
    problem(ask(api, "POST", f"{address}/actions/restore"), 404, "not-there")


@nouns("edit", titled=True)
def test_a_change_is_undone_by_its_line_in_the_history(api: Client, entity: Entity) -> None:
    before = get(api, address := f"{entity.path}/{some_record(entity).pk}")
    answer(ask(api, "PATCH", address, another_title(entity)))
    [line, *_older] = get(api, f"{address}/history")["items"]
    assert line["verb"] == "edit"
    after = answer(ask(api, "POST", f"{address}/actions/undo", {"entry": line["id"]}))
    assert after == before | {"version": before["version"] + 2, "updated_at": after["updated_at"]}
    problem(ask(api, "POST", f"{address}/actions/undo", {"entry": line["id"]}), 409, "refused")


@nouns("delete")
def test_a_deletion_is_undone_too(api: Client, entity: Entity) -> None:
    before = get(api, address := f"{entity.path}/{fresh_record(entity).pk}")
    ask(api, "DELETE", address)
    line = Entry.objects.get(entity=entity.id, record=before["id"], verb="delete")
    after = answer(ask(api, "POST", f"{address}/actions/undo", {"entry": line.id}))
    assert after == before | {"version": before["version"] + 2, "updated_at": after["updated_at"]}


@nouns("history")
def test_history_tells_who_made_it_of_what(api: Client, entity: Entity) -> None:
    record = fresh_record(entity)
    [line] = get(api, f"{entity.path}/{record.pk}/history")["items"]
    assert (line["verb"], line["entity"], line["record"]) == ("create", entity.id, record.pk)
    assert (line["title"], line["who"] and line["who"]["id"]) == (entity.title_of(record), maker(entity))
    told = {change["field"]: change["after"] for change in line["changes"]}
    assert told.items() >= {id: entity.fields[id].dump(record) for id in fresh_needed(entity)}.items()


def maker(entity: Entity) -> int | None:
    """What nobody may create by hand was made by the system."""
    return None if entity.id in MADE_OTHERWISE.keys() - {"file"} else acting("admin").person


TITLES = {"contact-point": "139 0013 9000", "grant": "P-00002", "merge-rule": "name"}  # of nouns that do not take any


def another_title(entity: Entity) -> dict[str, str]:
    return {entity.title.id: TITLES.get(entity.id, "Another Name")}


def fresh_needed(entity: Entity) -> list[str]:
    return [id for id, field in entity.written.items() if field.required and not field.column.has_default()]


@nouns("timeline")
def test_a_timeline_is_answered_in_stretches(api: Client, entity: Entity) -> None:
    address = f"{entity.path}/{some_record(entity).pk}/timeline"
    whole = get(api, f"{address}?limit=100")
    assert whole["next"] is None
    lines: list[Any] = []
    cursor = ""
    while cursor is not None:
        stretch = get(api, f"{address}?limit=1&cursor={cursor}")
        lines, cursor = lines + stretch["items"], stretch["next"]
    assert lines == whole["items"]


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PLACES = sorted({operation.place for operation in OF_EVERY_NOUN})


@pytest.mark.parametrize("noun", [entity.id for entity in entities()])
def test_what_no_role_can_do_is_no_operation(api: Client, entity: Entity) -> None:
    """Every method at every place of a noun, each as if it were the first to be asked."""
    record = some_record(entity)
    for place, method in product(PLACES, METHODS):
        allowed = {operation.method for operation in operations(entity) if operation.place == place}
        with taken_back():
            address = f"{entity.path}{place.format(id=record.pk)}"
            response = ask(api, method, address, {} if method in allowed else None)
        if method in allowed:
            assert response.status_code != 405, (method, place)
        elif not allowed:
            problem(response, 404, "not-there")
        else:
            problem(response, 405, "wrong-method")
            assert set(response.headers["Allow"].split(", ")) == allowed | ({"HEAD"} if "GET" in allowed else set())
