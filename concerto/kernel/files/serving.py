"""How contents are sent: under their own name, whole or in parts, and as nothing that a browser would run."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from concerto.kernel.files.file.model import Version
from concerto.kernel.files.kinds import PDF, PLAYED, UNKNOWN
from concerto.kernel.files.ranges import Part, Unsatisfiable, asked_part
from concerto.kernel.files.reading import Shown, opened

INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
PAPER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"  # browsers draw PDFs themselves
CHECKED = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE_AS_THEY_ARE = ("image/", PDF, *PLAYED, "text/plain", "application/zip", "application/vnd.openxmlformats")


def download(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    """A version to be saved."""
    media = shown.version.media
    safe = media.startswith(SAFE_AS_THEY_ARE) and media != "image/svg+xml"
    headers = {
        "Content-Type": media if safe else UNKNOWN,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=shown.file.name) or "attachment",
        "Content-Security-Policy": INERT,
    }
    return sent(request, shown.version, headers)


def sent(request: HttpRequest, version: Version, headers: Mapping[str, str]) -> HttpResponseBase:
    """The whole content, or the part of it that a player asks for."""
    file = opened(version)
    try:
        part = asked_part(request.headers.get("Range", ""), version.size)
    except Unsatisfiable:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{version.size}"})
    first, last = part or (0, version.size - 1)
    response = FileResponse(Part(file, first, last), status=206 if part else 200)
    told = {
        **CHECKED,
        "Accept-Ranges": "bytes",
        "ETag": f'"{version.content}"',
        "Content-Length": str(last - first + 1),
    }
    if part:
        told["Content-Range"] = f"bytes {first}-{last}/{version.size}"
    for name, value in {**told, **headers}.items():  # after the response, which has ideas of its own
        response.headers[name] = value
    return response
