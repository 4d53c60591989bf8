"""Everything that people set for themselves, on one page; what they are told and how they sign in have pages of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from concerto.kernel.access.person.actions import set_preferences
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.preferences import remembered
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import SETTINGS

SPOKEN = ("language", "time_zone", "week", "dates", "amounts")
LOOKS = ("theme", "density")


@dataclass(frozen=True)
class Further:
    """A page on which people set something else for themselves."""

    address: str
    label: Label
    icon: str


_further = [
    Further("/notices/settings", gettext_lazy("What I am told"), "bell"),
    Further("/me/sign-in", gettext_lazy("My sign-in"), "shield-lock"),
]


def also_set(address: str, label: Label, icon: str) -> None:
    """Lead to a further such page from everybody's settings."""
    _further.append(Further(address, label, icon))


@page("GET", "POST")
def own_settings(request: Asking) -> HttpResponse:
    """Posted, all of them are kept, or none where one cannot be."""
    now = vars(request.actor.preferences) | {"language": get_language()}
    if request.method != "POST":
        return _shown(request, now, {})
    given = {name: request.POST.get(name, "") for name in (*SPOKEN, *LOOKS)}
    try:
        me = Person(pk=request.actor.person)
        set_preferences(request.actor, me, **read_inputs(request.actor, set_preferences, given))
    except Invalid as wrong:
        return _shown(request, given, wrong.problems, status=wrong.status)
    return remembered(request, toasts.tell(HttpResponseRedirect(SETTINGS), _("Saved")))


def _shown(
    request: Asking, values: Mapping[str, Any], problems: Mapping[str, Label], *, status: int = 200
) -> HttpResponse:
    fields = entity_of(Person).fields
    context = {
        "spoken": [fields[name] for name in SPOKEN],
        "looks": [fields[name] for name in LOOKS],
        "values": values,
        "problems": problems,
        "zones": zones(),
        "further": _further,
        "company_zone": settings.TIME_ZONE,
    }
    return answer(request, "own_settings.html", context, status=status)


@cache
def zones() -> list[str]:
    """Those that are called after a place, and UTC."""
    from zoneinfo import available_timezones

    return ["UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))]
