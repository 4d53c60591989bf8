"""Files of a record and versions of a file: told as JSON, sent and given as their bytes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.api.answers import answer
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.records import one
from concerto.kernel.api.refusals import NotBytes
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File, Version
from concerto.kernel.files.keeping import attach, put
from concerto.kernel.files.reading import Shown, files_of, version_of, versions_of, with_versions
from concerto.kernel.files.serving import download
from concerto.kernel.query.language import Unclear

_EDITION = re.compile(r"[1-9][0-9]{0,6}")


def listed(call: NounCall) -> HttpResponse:
    """The files of one record, the newest first."""
    one(call)
    return answer({"items": [told(shown) for shown in files_of(call.actor, call.entity, call.id)]})


def sent(call: NounCall) -> HttpResponse:
    """A new file of the record: its bytes are the body, its name is the parameter `name`."""
    return created(attach(call.actor, call.entity, call.id, name_of(call), bytes_of(call)))


def versions(call: NounCall) -> HttpResponse:
    shown = version_of(call.actor, call.id)
    return answer({"items": [told(Shown(shown.file, version)) for version in versions_of(shown.file)]})


def renewed(call: NounCall) -> HttpResponse:
    """A new version of the file; the same bytes as the present one change nothing."""
    return created(put(call.actor, call.id, name_of(call), bytes_of(call)))


def content(call: NounCall) -> Any:
    """The bytes of the present version, or of the one asked for."""
    asked = call.asked["version"]
    if asked and not _EDITION.fullmatch(asked):
        raise Unclear(_("“version” is the number of a version of this file."))
    return download(call.request, version_of(call.actor, call.id, int(asked) if asked else None))


def told(shown: Shown) -> dict[str, Any]:
    """A file and one of its versions."""
    file, version = shown.file, shown.version
    return {
        "id": file.pk,
        "code": entity_of(file).code(file.pk),
        "name": file.name,
        "subject": file.subject,
    } | of_version(version)


def of_version(version: Version) -> dict[str, Any]:
    return {
        "version": version.edition,
        "size": version.size,
        "media": version.media,
        "sha256": version.content,
        "called": version.name,
        "by": {"id": version.person.pk, "title": version.person.name} if version.person else None,
        "at": version.at.isoformat(),
        "content": f"/api/v1/files/{version.file_id}/content?version={version.edition}",
    }


def name_of(call: NounCall) -> str:
    name = unquote(call.asked["name"])
    if not name:
        raise Unclear(_("“name” is needed: what the file is called."))
    return name


def bytes_of(call: NounCall) -> HttpRequest:
    """The body, to be read piece by piece. Raises NotBytes for a form, whose frame would be kept with the file."""
    if (call.request.content_type or "").startswith(("multipart/", "application/x-www-form-urlencoded")):
        raise NotBytes()
    return call.request


def created(file: File) -> HttpResponse:
    response = answer(told(with_versions([file])[0]), 201)
    response.headers["Location"] = f"/api/v1/files/{file.pk}"
    return response
