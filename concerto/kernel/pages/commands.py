"""What the palette offers, once for all pages: browsers keep it for as long as it is the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from concerto.kernel.pages.shell import page
from concerto.kernel.ui.frame import frame_of

FOR_GOOD = "private, max-age=31536000, immutable"  # another list has another address


@page("GET")
def commands(request: HttpRequest) -> HttpResponse:
    """What this person is offered now. Kept only where the address names just that: rights may change while a page is open."""
    offered = frame_of(request).commands
    response = HttpResponse(offered.text, content_type="application/json")
    if request.GET.get("version") == offered.version:
        response.headers["Cache-Control"] = FOR_GOOD
    return response
