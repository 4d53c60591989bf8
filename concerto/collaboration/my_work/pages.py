"""My work: everything that is mine to do, what my department holds, and what others owe me, the most urgent first."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.collaboration.my_work.counting import remember
from concerto.collaboration.my_work.lines import grouped, lines
from concerto.collaboration.my_work.owed import COUNTED, GIVEN, MINE, OURS, VIEWS, counts, kinds, owed
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import with_query

HERE = "/my-work"
LABELS = {
    MINE: gettext_lazy("Mine"),
    OURS: gettext_lazy("My department's"),
    GIVEN: gettext_lazy("Waiting for others"),
}


@page("GET")
def work(request: Asking) -> HttpResponse:
    """`?view=` and `?kind=` choose; `?after=` goes on, as a part of the page."""
    view, kind = request.GET.get("view", MINE), request.GET.get("kind", "")
    view, known = view if view in VIEWS else MINE, kinds(request.actor)
    kind = kind if kind in known else ""
    found = owed(request.actor, view, kind=kind, after=request.GET.get("after", ""))
    told = grouped(lines(request.actor, view, found.rows))
    asked = {"view": "" if view == MINE else view, "kind": kind}
    shown = {
        "view": view, "kind": kind, "groups": told, "more": with_query(HERE, after=found.next, **asked) if found.next else "",
        "asked": asked, "last": request.GET.get("last", ""),
    }  # fmt: skip
    if "after" in request.GET:
        return answer(request, "my_work/more.html", shown)
    numbers = counts(request.actor, kind)
    if not kind:
        remember(request.actor, numbers[MINE])
    tabs = [
        (each, LABELS[each], numbers[each], with_query(HERE, **asked | {"view": "" if each == MINE else each}))
        for each in VIEWS
    ]
    filters: list[tuple[str, Label, str]] = [("", _("Everything"), with_query(HERE, **asked | {"kind": ""}))]
    filters += [(each, named(each).plural, with_query(HERE, **asked | {"kind": each})) for each in known]
    return answer(request, "my_work/page.html", shown | {"tabs": tabs, "filters": filters, "most": COUNTED})


urlpatterns: list[URLPattern] = [path("my-work", work)]
