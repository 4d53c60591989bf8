"""The bytes of a file, to whoever may read the record it belongs to, and never as something that acts within our pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from concerto.kernel.files.kinds import PDF, PLAYED
from concerto.kernel.files.previews import MEDIA, SIZES, NoPicture, picture
from concerto.kernel.files.reading import Shown, version_of
from concerto.kernel.files.serving import CHECKED, INERT, PAPER, download, sent
from concerto.kernel.pages.shell import Asking, page


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
    return sent(request, shown.version, headers)


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
