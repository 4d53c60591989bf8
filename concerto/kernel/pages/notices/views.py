"""The inbox of a person, the newest of it behind the bell, and what runs for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import Actor
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.keeping import finish, put_back, read, snooze, unread_again
from concerto.kernel.notices.kinds import Group
from concerto.kernel.notices.reading import Line, Shelf, notices, one, unread_by_group
from concerto.kernel.notices.running import running
from concerto.kernel.notices.snoozing import choices
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import NOTICES, list_address, own, record_address, with_query

BEHIND_BELL = 8  # lines
MOST_AT_ONCE = 500  # ids that one press may mean


@dataclass
class Bundle:
    """What was told of one record: the newest, and the others that stand on the same page."""

    first: Line
    others: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [self.first, *self.others]

    @property
    def ids(self) -> str:
        return ",".join(str(line.notice.pk) for line in self.lines)

    @property
    def is_unread(self) -> bool:
        return any(not line.notice.read_at for line in self.lines)

    @property
    def address(self) -> str:
        """Of the record, for looking at it beside; nothing where it is out of sight."""
        return record_address(self.first.entity, self.first.record.pk) if self.first.record else ""


@page("GET")
def whole(request: Asking) -> HttpResponse:
    """The inbox: `?shelf=` says what of it, `?group=` one tab, `?before=` goes on. A page that is open asks for its lines anew."""
    shelf, group = request.GET.get("shelf", ""), request.GET.get("group", "")
    if shelf not in Shelf.values or (group and group not in Group.values):
        raise Http404
    stretch = notices(request.actor, shelf=Shelf(shelf), group=group, before=request.GET.get("before", ""))
    asked = {"shelf": shelf, "group": group}
    shown = {
        "bundles": bundled(stretch.lines),
        "more": with_query(NOTICES, before=stretch.next, **asked) if stretch.next else "",
        "here": with_query(NOTICES, before=request.GET.get("before", ""), **asked),
        "shelf": Shelf(shelf),
        "group": group,
        "snoozes": list(choices(timezone.localtime())),
        "now": timezone.localtime(),
    }
    if is_fragment(request):
        return answer(request, "notices/lines.html", shown)
    rest = {"shelves": list(Shelf), "groups": list(Group), "unread": unread_by_group(request.actor)}
    return answer(request, "notices/page.html", shown | rest | {"with_query": with_query})


def bundled(lines: Iterable[Line]) -> list[Bundle]:
    """Lines of one record together, where the first of them stands."""
    found: dict[tuple[str, int], Bundle] = {}
    for line in lines:
        key = (line.notice.entity, line.notice.record or -line.notice.pk)
        if key in found:
            found[key].others.append(line)
        else:
            found[key] = Bundle(line)
    return list(found.values())


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
    return toasts.tell(HttpResponseRedirect(NOTICES), _("This is gone, or you may no longer see it."))


def address_of(line: Line) -> str:
    """Where a notice leads to."""
    if line.record is None:
        return list_address(line.entity)
    address = record_address(line.entity, line.record.pk)
    return f"{address}/{line.kind.page}" if line.kind.page else address


@page("POST")
def mark_read(request: Asking) -> HttpResponse:
    """Mark all as read: of one tab where `group` says so."""
    group = request.POST.get("group", "")
    read(request.actor, group=group if group in Group.values else "")
    return HttpResponseRedirect(own(request.POST.get("back", NOTICES)))


Acting = Callable[[Actor, Sequence[int]], None]
ACTS: Mapping[str, Acting] = {"read": read, "unread": unread_again, "done": finish, "back": put_back}


def said_of(doing: str, count: int) -> str:
    """Reading is its own answer."""
    if doing == "done":
        return ngettext("%(count)s is done", "%(count)s are done", count) % {"count": count}
    return _("Back in the inbox") if doing == "back" else ""


@page("POST")
def act(request: Asking) -> HttpResponse:
    """Do something with the notices of `ids`: `do` says what, or `until` when they come back."""
    ids = numbers(request.POST.get("ids", "") or request.GET.get("ids", ""))
    until, doing = request.POST.get("until", ""), request.POST.get("do", "") or request.GET.get("do", "")
    if doing in ACTS:
        ACTS[doing](request.actor, ids)
        return acted(request, said_of(doing, len(ids)), ids if doing == "done" else ())
    moment = moment_of(until or request.POST.get("at", ""))
    if moment is None:
        return acted(request, _("Choose a moment that is still to come."), (), kind="warn")
    snooze(request.actor, ids, moment)
    when = timezone.localtime(moment)
    return acted(request, _("Back on %(day)s at %(time)s") % {"day": f"{when:%Y-%m-%d}", "time": f"{when:%H:%M}"}, ids)


def acted(request: Asking, text: Label, undone: Sequence[int], *, kind: str = "ok") -> HttpResponse:
    """Said on the page that is open, or on the one that comes."""
    undo = with_query(f"{NOTICES}/act", do="back", ids=",".join(map(str, undone))) if undone else ""
    if not is_fragment(request):
        back = HttpResponseRedirect(own(request.POST.get("back", NOTICES)))
        return toasts.tell(back, text, kind=kind, undo=undo) if text else back
    response = HttpResponse(status=204)
    toast = {"text": str(text), "kind": kind} | ({"undo": {"url": undo}} if undo else {})
    events = {"inbox-changed": {"target": "body"}} | ({"toast": toast} if text else {})
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def numbers(text: str) -> list[int]:
    """Ids as a page sends them; what is none is passed over."""
    return [int(id) for id in text.split(",")[:MOST_AT_ONCE] if id.isascii() and id.isdigit() and len(id) < 19]


def moment_of(text: str) -> datetime | None:
    """A moment to come, as pages write it; without a zone it is one in the reader's own."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None
    return moment if timezone.now() < moment and moment.year < 3000 else None


@page("GET")
def under_way(request: Asking) -> HttpResponse:
    """What runs in the background for this person, for the rail."""
    return answer(request, "notices/running.html", {"runs": running(request.actor)})
