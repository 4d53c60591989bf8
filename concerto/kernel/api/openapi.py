"""The OpenAPI 3.1 document in the reader's language, made once for each; only added fields depend on who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from concerto.kernel.api import schemas
from concerto.kernel.api.etags import has_already
from concerto.kernel.api.operations import operations
from concerto.kernel.api.paths import JSON, paths, problems
from concerto.kernel.api.seen import seen_by
from concerto.kernel.api.shared_schemas import shared
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities
from concerto.kernel.entity.shapes import Shapes, within

VERSION = "1"


def openapi(request: HttpRequest) -> HttpResponse:
    """The document; 304 where the client holds it already."""
    shapes = seen_by(getattr(request, "actor", None))
    tag, body = written(get_language() or "en", shapes)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if has_already(request, tag):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type=JSON, headers=headers)


@lru_cache(maxsize=64)
def written(language: str, shapes: Shapes) -> tuple[str, bytes]:
    """ETag and text of the document in the language, which is the active one, with these added fields."""
    with within(shapes):
        body = orjson.dumps(document())
    return f'"{blake2b(body, digest_size=12).hexdigest()}"', body


def document() -> dict[str, Any]:
    about = say("Everything that programs can ask of Concerto; told at length at /api/docs.")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Concerto", "version": VERSION, "description": about},
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}, {"session": []}],
        "tags": [{"name": entity.path, "description": str(entity.about)} for entity in entities()],
        "paths": paths(),
        "components": {"schemas": shared() | of_nouns(), "responses": problems(), "securitySchemes": keys()},
    }


def of_nouns() -> dict[str, schemas.Schema]:
    """Of each noun a record, and what is sent to make and to change one, where that can be done."""
    return {name: schema for entity in entities() for name, schema in of_noun(entity)}


def of_noun(entity: Entity) -> Iterator[tuple[str, schemas.Schema]]:
    name, possible = schemas.name(entity), {operation.name for operation in operations(entity)}
    yield name, schemas.record(entity)
    if "create" in possible:
        yield f"New{name}", schemas.new(entity)
    if "edit" in possible:
        yield f"{name}Changes", schemas.changes(entity)


def keys() -> dict[str, Any]:
    """The two ways to say who asks."""
    token = say("A token, made by `concerto token create --user NAME`.")
    session = say("The session of a signed-in browser; writes need the header X-CSRFToken as well.")
    return {
        "bearer": {"type": "http", "scheme": "bearer", "description": token},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": session},
    }
