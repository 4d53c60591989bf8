"""Operations in the words of OpenAPI: addresses, parameters, bodies, answers, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as say

from concerto.kernel.actions.inputs import inputs
from concerto.kernel.api import bulk_schemas, lists, schemas, searching, timelines
from concerto.kernel.api.asking import LONGEST_QUESTION
from concerto.kernel.api.kinds import meaning
from concerto.kernel.api.once import HEADER
from concerto.kernel.api.operations import Operation, operations
from concerto.kernel.api.parameters import WORDS, limited, of_list, parameter
from concerto.kernel.api.problems import MEDIA_TYPE
from concerto.kernel.api.schemas import ID, Schema, ref
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities
from concerto.kernel.query.listing import LONGEST_PAGE
from concerto.kernel.timeline.reading import PAGE

JSON = "application/json"
BYTES = "application/octet-stream"
SAYING = {401: "WWW-Authenticate", 429: "Retry-After"}  # headers that a status always comes with
STATUSES = (400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 507)
LIMITS = {"page": limited(lists.USUAL_PAGE, LONGEST_PAGE), "stretch": limited(PAGE, timelines.LONGEST)}


def paths() -> dict[str, dict[str, Any]]:
    """Every address with what can be asked there."""
    found: dict[str, dict[str, Any]] = {}
    for entity in entities():
        for operation in operations(entity):
            found.setdefault(f"/api/v1/{entity.path}{operation.place}", {})[operation.method.lower()] = told(
                entity, operation
            )
    return found | for_all_nouns()


def told(entity: Entity, operation: Operation) -> dict[str, Any]:
    """One operation on one noun."""
    named = {
        "operationId": f"{entity.path}_{operation.name}".replace("-", "_"),
        "summary": f"{operation.summary}: {entity.plural}",
        "tags": [entity.path],
        "parameters": list(asked(entity, operation)),
    }
    body = {"requestBody": taken(entity, operation)} if operation.has_body else {}
    return named | body | {"responses": given(entity, operation) | refused(refusals(operation))}


def asked(entity: Entity, operation: Operation) -> Iterator[dict[str, Any]]:
    if "{id}" in operation.place:
        yield parameter("id", ID, "path")
    for name in operation.asks:
        yield of_list(name, entity, LIMITS.get(operation.gives, {}))
    for name, (meant, schema) in operation.questions.items():
        yield {"name": name, "in": "query", "required": False, "description": str(meant), "schema": schema}
    if operation.method != "GET":
        yield parameter(HEADER, KEY, "header")
    if operation.versioned:
        yield parameter("If-Match", ETAG, "header")
    if operation.name == "read":
        yield parameter("If-None-Match", ETAG, "header")


KEY: Schema = {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$", "examples": ["3f1c9b54-order-7"]}
ETAG: Schema = {"type": "string", "examples": ['"3-0123456789ab"']}


# -- bodies and answers ---------------------------------------------------------------------------------------------
def taken(entity: Entity, operation: Operation) -> dict[str, Any]:
    by_name: dict[str, Schema] = {
        "new": ref(f"New{schemas.name(entity)}"),
        "changes": ref(f"{schemas.name(entity)}Changes"),
        "entry": ref("WhichChange"),
        "other": ref("WhichOther"),
        "merged": ref("WhichMerged"),
        "apart": ref("WhichApart"),
        "empty": ref("Nothing"),
        "items": bulk_schemas.asked(entity),
    }
    if operation.takes == "bytes":
        return {"required": True, "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}
    if operation.body:
        return {"required": True, "content": {JSON: {"schema": operation.body()}}}
    schema = verb_inputs(operation) if operation.action else by_name[operation.takes]
    return {"required": operation.takes != "empty", "content": {JSON: {"schema": schema}}}


def verb_inputs(operation: Operation) -> Schema:
    assert operation.action, "asked of verbs only"
    fields = inputs(operation.action)
    return schemas.written(fields, [id for id, field in fields.items() if field.required], [])


def given(entity: Entity, operation: Operation) -> dict[str, Any]:
    """The answers to an operation that was done."""
    if operation.result:
        return {"200": answer(str(operation.summary), operation.result())}
    match operation.gives:
        case "page":
            return {"200": answer(say("A page of the list."), schemas.page(entity))}
        case "groups":
            return {"200": answer(say("The groups, in the order of their values."), ref("Groups"))}
        case "stretch":
            return {"200": answer(say("Lines, the newest first."), ref("Stretch"))}
        case "results":
            return {"200": answer(say("What became of each item, in the order asked."), ref("Results"))}
        case "files":
            return {"200": answer(say("The files, the newest first."), ref("Attachments"))}
        case "file":
            return {"201": answer(say("The file."), ref("Attachment")) | {"headers": headers("Location")}}
        case "bytes":
            return {
                "200": {"description": say("The bytes."), "content": {"*/*": {}}},
                "206": {"description": say("The part that was asked for.")},
            }
        case "nothing":
            return {"204": {"description": say("Done.")}}
        case "created":
            return {"201": record(entity, "Location")}
        case "read":
            return {
                "200": record(entity),
                "304": {"description": say("You hold this answer already."), "headers": headers("ETag")},
            }
        case _:
            return {"200": record(entity), "204": {"description": say("Done; the record is out of your sight now.")}}


def record(entity: Entity, *more: str) -> dict[str, Any]:
    return answer(say("The record."), schemas.alone(entity)) | {"headers": headers("ETag", *more)}


def answer(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {JSON: {"schema": schema}}}


def headers(*names: str) -> dict[str, Any]:
    return {name: {"required": True, "schema": {"type": "string"}} for name in names}


# -- refusals -------------------------------------------------------------------------------------------------------
def refusals(operation: Operation) -> set[int]:
    """The statuses with which an operation may be refused."""
    always = {400, 401, 403, 429}
    names_one = "{id}" in operation.place or "view" in operation.asks or operation.body is not None
    of_one = {404} if names_one else set()
    of_writes = {409, 422} if operation.method != "GET" else set()
    of_bodies = {413, 415} if operation.has_body else set()
    of_bytes = ({410} if operation.gives == "bytes" else set()) | ({507} if operation.takes == "bytes" else set())
    return always | of_one | of_writes | of_bodies | of_bytes | ({412} if operation.versioned else set())


def refused(statuses: set[int]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}


def problems() -> dict[str, Any]:
    """The refusals as components."""
    return {
        f"Problem{status}": {"description": meaning(status), "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
        | ({"headers": headers(SAYING[status])} if status in SAYING else {})
        for status in STATUSES
    }


# -- what is asked of all nouns at once -----------------------------------------------------------------------------
def for_all_nouns() -> dict[str, dict[str, Any]]:
    search = [
        parameter("q", WORDS | {"maxLength": LONGEST_QUESTION}),
        parameter("entity", {"type": "string"}),
        parameter("limit", limited(searching.USUAL, searching.MOST)),
    ]
    return {
        "/api/v1/search": {
            "get": reading("search", say("Search everywhere"), search, answer(say("What was found."), ref("Hits")))
        },
        "/api/v1/entities": {
            "get": reading("entities", say("What there is"), [], answer(say("The nouns."), ref("Catalogue")))
        },
    }


def reading(name: str, summary: str, parameters: list[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": answer} | refused({400, 401, 429})
    return {"operationId": name, "summary": summary, "tags": [name], "parameters": parameters, "responses": responses}
