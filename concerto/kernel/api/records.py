"""One record: read, created, edited, moved into the trash."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotModified

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.answers import HEADERS, answer, nothing
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.etags import etag, has_already, version_read
from concerto.kernel.api.items import items, shape
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record


def read(call: NounCall) -> HttpResponse:
    """The record; 304 where the client holds this very answer."""
    response = shown(call, one(call.actor, call.entity, call.id))
    tag = response.headers["ETag"]
    return HttpResponseNotModified(headers=HEADERS | {"ETag": tag}) if has_already(call.request, tag) else response


def create(call: NounCall) -> HttpResponse:
    record = standard.create(call.actor, call.entity, body(call.request))
    response = shown(call, record, status=201)
    response.headers["Location"] = f"/api/v1/{call.entity.path}/{record.pk}"
    return response


def edit(call: NounCall) -> HttpResponse:
    """The record as it is now, also where the edit took it out of the actor's own sight."""
    record = standard.edit(call.actor, call.entity, call.id, body(call.request), version=version_read(call.request))
    return shown(call, record)


def delete(call: NounCall) -> HttpResponse:
    standard.delete(call.actor, call.entity, call.id, version=version_read(call.request))
    return nothing()


def one(actor: Actor, entity: Entity, id: int) -> Record:
    """The record, if the actor may see it. Raises NotThere."""
    record = visible_to(actor, entity.model).defer("search").filter(pk=id).first()
    if record is None:
        raise NotThere()
    return record


def shown(call: NounCall, record: Record, status: int = 200) -> HttpResponse:
    """A record as an answer, with its ETag."""
    [item] = items(call.actor, shape(call.actor, call.entity), [record])
    response = answer(item, status)
    response.headers["ETag"] = etag(record.version, response.content)
    return response
