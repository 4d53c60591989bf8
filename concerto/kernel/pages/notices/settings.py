"""What I am told and which way it comes: kinds by channels, quiet hours, the digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.signing_in.links.mail import possible
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.notices.following import BY_ITSELF
from concerto.kernel.notices.kinds import Group, Kind, kinds
from concerto.kernel.notices.model import Mail
from concerto.kernel.notices.resting import keep_quiet, quiet_of, zone_of
from concerto.kernel.notices.settings import by_robot, mails, want, wanted
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import NOTICES

HERE = f"{NOTICES}/settings"


@page("GET", "POST")
def settings(request: Asking) -> HttpResponse:
    """Posted, all of it is kept."""
    assert request.actor.person, "pages are for people"
    if request.method == "POST":
        keep(request)
        return toasts.tell(HttpResponseRedirect(HERE), _("Saved"))
    me = visible_to(request.actor, Person).get(pk=request.actor.person)
    shown = {
        "groups": list(grouped()),
        "wanted": wanted(request.actor),
        "mails": mails(request.actor.person),
        "by_robot": by_robot(request.actor.person),
        "ways": list(Mail),
        "by_itself": BY_ITSELF,
        "quiet": quiet_of(request.actor.person),
        "hours": range(24),
        "zone": zone_of(me).key,
        "email": me.email,
        "mail_possible": possible(),
    }
    return answer(request, "notices/settings.html", shown)


def grouped() -> Iterator[tuple[Group, list[Kind]]]:
    """Every kind under its tab, in the order of the tabs."""
    order = list(Group)
    known = sorted(kinds().values(), key=lambda kind: order.index(kind.group))
    for group, found in groupby(known, key=lambda kind: kind.group):
        yield group, list(found)


def keep(request: Asking) -> None:
    given = request.POST
    want(
        request.actor,
        given.getlist("wanted"),
        mail={id: given.get(f"mail-{id}", "") for id in kinds()},
        robot=given.getlist("robot"),
    )
    keep_quiet(
        request.actor.person or 0,
        begins=moment_of_day(given, "begins"),
        ends=moment_of_day(given, "ends"),
        days_off="days_off" in given,
        digest_at=[int(hour) for hour in given.getlist("digest_at") if hour in {str(each) for each in range(24)}],
    )


def moment_of_day(given: QueryDict, name: str) -> time | None:
    try:
        return time.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
