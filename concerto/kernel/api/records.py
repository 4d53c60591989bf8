"""One record: read, created, edited, moved into the trash."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse, HttpResponseNotModified

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.api.answers import answer, nothing
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.etags import etag, has_already, version_read
from concerto.kernel.api.items import items, shape
from concerto.kernel.api.problems import PRIVATE
from concerto.kernel.entity.record import Record
from concerto.kernel.query import listing
from concerto.kernel.timeline.past import moment_asked, past_of


def read(call: NounCall) -> HttpResponse:
    """The record, as it is or as it was; 304 where the client holds this very answer."""
    response = as_it_was(call) if call.asked["at"] else shown(call, one(call), fields=call.asked["fields"])
    tag = response.headers["ETag"]
    return HttpResponseNotModified(headers=PRIVATE | {"ETag": tag}) if has_already(call.request, tag) else response


def create(call: NounCall) -> HttpResponse:
    id = standard.create(call.actor, call.entity, body(call.request)).pk
    response = shown(call, one(replace(call, id=id)), status=201)
    response.headers["Location"] = f"/api/v1/{call.entity.path}/{id}"
    return response


def edit(call: NounCall) -> HttpResponse:
    standard.edit(call.actor, call.entity, call.id, body(call.request), version=version_read(call.request))
    return as_it_is_now(call)


def delete(call: NounCall) -> HttpResponse:
    standard.delete(call.actor, call.entity, call.id, version=version_read(call.request))
    return nothing()


def one(call: NounCall) -> Record:
    """The record that is asked for. Raises NotThere."""
    return listing.one(call.actor, call.entity, call.id, links=False)


def as_it_is_now(call: NounCall) -> HttpResponse:
    """The record after a write, or nothing where the write took it out of the actor's sight."""
    try:
        return shown(call, one(call))
    except NotThere:
        return nothing()


def as_it_was(call: NounCall) -> HttpResponse:
    """The record at a moment; fields that the journal does not know of are left out."""
    past = past_of(call.actor, one(call), moment_asked(call.asked["at"]))
    asked = shape(call.actor, call.entity, call.asked["fields"])
    known = replace(asked, fields=tuple(field for field in asked.fields if field.id in past.fields))
    [item] = items(call.actor, known, [past.record])
    response = answer(item)
    response.headers["ETag"] = etag(past.record.version, response.content)
    return response


def shown(call: NounCall, record: Record, status: int = 200, fields: str = "") -> HttpResponse:
    """A record as an answer, with its ETag."""
    [item] = items(call.actor, shape(call.actor, call.entity, fields), [record])
    response = answer(item, status)
    response.headers["ETag"] = etag(record.version, response.content)
    return response
