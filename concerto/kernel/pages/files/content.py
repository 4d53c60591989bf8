"""The bytes of a file, to whoever may read the record it belongs to, and never as something that acts within our pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from concerto.kernel.files.file.model import Version
from concerto.kernel.files.kinds import PLAYED, UNKNOWN
from concerto.kernel.files.previews import MEDIA, SIZES, NoPicture, picture
from concerto.kernel.files.ranges import Part, Unsatisfiable, asked_part
from concerto.kernel.files.reading import Shown, opened, version_of
from concerto.kernel.pages.files.looks import PDF
from concerto.kernel.pages.shell import Asking, page

INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
PAPER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"  # browsers draw PDFs themselves
CHECKED = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE_AS_THEY_ARE = ("image/", PDF, *PLAYED, "text/plain", "application/zip", "application/vnd.openxmlformats")


def shown_to(request: HttpRequest, id: int) -> Shown:
    """The version that is asked for with `?version=`, else the present one."""
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 8):
        raise Http404
    return version_of(request.actor, id, int(asked) if asked else None)  # type: ignore[attr-defined]  # put there by our middleware


@page("GET")
def content(request: Asking, id: int) -> HttpResponseBase:
    """To be saved: under its own name, and as nothing that a browser would run."""
    return download(request, shown_to(request, id))


def download(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    media = shown.version.media
    safe = media.startswith(SAFE_AS_THEY_ARE) and media != "image/svg+xml"
    headers = {
        "Content-Type": media if safe else UNKNOWN,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=shown.file.name) or "attachment",
        "Content-Security-Policy": INERT,
    }
    return _sent(request, shown.version, headers)


@page("GET")
def show(request: Asking, id: int) -> HttpResponseBase:
    """To be looked at within our pages: paper, sound and film, which browsers draw in a place of their own."""
    shown = shown_to(request, id)
    media = shown.version.media
    if media != PDF and not media.startswith(PLAYED):
        raise Http404
    headers = {
        "Content-Type": media,
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=shown.file.name) or "inline",
        "Content-Security-Policy": PAPER if media == PDF else INERT,
        "X-Frame-Options": "SAMEORIGIN" if media == PDF else "DENY",
    }
    return _sent(request, shown.version, headers)


@page("GET")
def pixels(request: Asking, id: int) -> HttpResponse:
    """A picture made anew from the file's, `?size=large` or small."""
    shown, size = shown_to(request, id), request.GET.get("size", "small")
    tag = f'"{shown.version.content[:32]}-{size}"'
    if size not in SIZES:
        raise Http404
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=CHECKED | {"ETag": tag})
    try:
        made = picture(shown.version, size)
    except NoPicture as none:
        raise Http404 from none
    return HttpResponse(made, content_type=MEDIA, headers=CHECKED | {"ETag": tag, "Content-Security-Policy": INERT})


def _sent(request: HttpRequest, version: Version, headers: Mapping[str, str]) -> HttpResponseBase:
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
