"""What a person is told: all of it, the newest behind the bell, and what is wanted at all."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.notices.following import BY_ITSELF
from concerto.kernel.notices.kinds import kinds
from concerto.kernel.notices.reading import Line, notices, one, read
from concerto.kernel.notices.running import running
from concerto.kernel.notices.settings import want, wanted
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import list_address, record_address, with_query

HERE = "/notices"
BEHIND_BELL = 8  # lines


@page("GET")
def whole(request: Asking) -> HttpResponse:
    """All notices, the newest first; `?unread=1` and `?kind=` keep some of them, `?before=` goes on."""
    kind, only_unread = request.GET.get("kind", ""), "unread" in request.GET
    if kind and kind not in kinds():
        raise Http404
    before = request.GET.get("before", "")
    stretch = notices(request.actor, kind=kind, only_unread=only_unread, before=before)
    asked = {"kind": kind, "unread": "1" if only_unread else ""}
    shown = {
        "lines": stretch.lines,
        "more": with_query(HERE, before=stretch.next, **asked) if stretch.next else "",
        "kind": kind,
        "only_unread": only_unread,
        "kinds": kinds().values(),
        "with_query": with_query,
    }
    return answer(request, "notices/page.html", shown)


@page("GET")
def panel(request: Asking) -> HttpResponse:
    """The newest, for the panel behind the bell."""
    return answer(request, "notices/panel.html", {"lines": notices(request.actor, limit=BEHIND_BELL).lines})


@page("POST")
def open_one(request: Asking, id: int) -> HttpResponse:
    """Mark it as read and go to what it is about; back to the notices where that is out of sight."""
    line = one(request.actor, id)
    read(request.actor, [id])
    if not line.is_out_of_sight:
        return HttpResponseRedirect(address_of(line))
    return toasts.tell(HttpResponseRedirect(HERE), _("This is gone, or you may no longer see it."))


def address_of(line: Line) -> str:
    """Where a notice leads to."""
    if line.record is None:
        return list_address(line.entity)
    address = record_address(line.entity, line.record.pk)
    return f"{address}/{line.kind.page}" if line.kind.page else address


@page("POST")
def mark_read(request: Asking) -> HttpResponse:
    """Mark all as read, or those of the ids given."""
    ids = [int(id) for id in request.POST.getlist("id") if id.isascii() and id.isdigit() and len(id) < 19]
    read(request.actor, ids if "id" in request.POST else None)
    return HttpResponseRedirect(HERE)


@page("GET", "POST")
def settings(request: Asking) -> HttpResponse:
    """Which kinds are wanted, and whether what is mine is followed by itself."""
    if request.method == "POST":
        want(request.actor, request.POST.getlist("wanted"))
        return toasts.tell(HttpResponseRedirect(f"{HERE}/settings"), _("Saved"))
    shown = {"kinds": kinds().values(), "wanted": wanted(request.actor), "by_itself": BY_ITSELF}
    return answer(request, "notices/settings.html", shown)


@page("GET")
def under_way(request: Asking) -> HttpResponse:
    """What runs in the background for this person, for the rail."""
    return answer(request, "notices/running.html", {"runs": running(request.actor)})
