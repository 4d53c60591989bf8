"""Promises to customers: what is overdue, what comes next, and how they were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.promises.ledger.measuring import by_department, by_person, counted, period_of
from concerto.collaboration.promises.promise.entity import promise as described
from concerto.collaboration.promises.promise.model import Promise, State
from concerto.collaboration.promises.promise.panels import Owed, owed
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import meant
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.reading import title_of
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address

PERIODS = (30, 90, 365)  # days
SHOWN = 30
OPEN = f"state = {State.OPEN}"


@dataclass(frozen=True)
class Part:
    """Promises that are due in the same stretch of time; `about` names the record of each, in their order."""

    id: str
    label: Label
    count: int
    owed: Sequence[tuple[Owed, str]]

    @property
    def more(self) -> int:
        return self.count - len(self.owed)


@page("GET")
def ledger(request: Asking) -> HttpResponse:
    """Everything that is open, or only the reader's own (`?whose=mine`) or their department's; rates of the last `?days=`."""
    actor = request.actor
    if not may(actor, described, Act.READ):
        raise Forbidden()
    whose, days = request.GET.get("whose", ""), request.GET.get("days", "")
    asked = wanted(actor)
    whose = whose if whose in asked else ""
    period = int(days) if days in {str(each) for each in PERIODS} else PERIODS[1]
    now = timezone.now()
    people, fell_due = counted(actor, now, period), period_of(now, period)
    shown = {
        "parts": parts(actor, asked[whose][1]), "whose": whose, "tabs": [(id, label) for id, (label, _rows) in asked.items()],
        "departments": by_department(actor, people, fell_due), "people": by_person(actor, people, fell_due), "days": period, "periods": PERIODS,
        "list": list_address(described), "open": list_address(described, filter=OPEN, sort="due"),
        "overdue": list_address(described, filter=f'{OPEN} and due < "{now.isoformat()}"', sort="due"),
    }  # fmt: skip
    return answer(request, "promises/ledger.html", shown)


def wanted(actor: Actor) -> Mapping[str, tuple[Label, Q]]:
    """Whose promises are shown → its words and which those are."""
    here = sorted(actor.tree | ({actor.department} if actor.department else set()))
    found: dict[str, tuple[Label, Q]] = {"": (_("All"), Q()), "mine": (_("Mine"), Q(owner=actor.person))}
    return found | ({"department": (_("My department"), Q(owner__department__in=here))} if here else {})


def parts(actor: Actor, only: Q) -> list[Part]:
    """Overdue, within a week, later; the longest waiting first in each."""
    now = timezone.now()
    rows = visible_to(actor, Promise).filter(only, state=State.OPEN)
    week = now + timedelta(days=7)
    stretches: Sequence[tuple[str, Label, Q]] = [
        ("late", _("Overdue"), Q(due__lt=now)),
        ("soon", _("Due within a week"), Q(due__gte=now, due__lt=week)),
        ("later", _("Later"), Q(due__gte=week)),
    ]
    found = [(id, label, rows.filter(when)) for id, label, when in stretches]
    return [Part(id, label, some.count(), _first(actor, some)) for id, label, some in found]


def _first(actor: Actor, rows: QuerySet[Promise]) -> list[tuple[Owed, str]]:
    now = timezone.now()
    some = list(rows.select_related("owner").defer("search", "owner__search").order_by("due", "pk")[:SHOWN])
    names = _names(actor, some)
    return [(owed(actor, each, now), names.get(each.subject, "")) for each in some]


def _names(actor: Actor, promises: Sequence[Promise]) -> Mapping[str, str]:
    """What the records are called that promises are about: a query for each noun."""
    ids: dict[str, set[int]] = {}
    known = {each.subject: meant(each.subject) for each in promises}
    for found in known.values():
        if found:
            ids.setdefault(found[0].id, set()).add(found[1])
    entities = {found[0].id: found[0] for found in known.values() if found}
    names: dict[tuple[str, int], str] = {}
    for noun, wanted_ids in ids.items():
        rows = visible_to(actor, entities[noun].model).filter(pk__in=wanted_ids).defer("search")
        names |= {(noun, row.pk): title_of(actor, row) for row in rows}
    return {subject: names.get((found[0].id, found[1]), "") for subject, found in known.items() if found}


urlpatterns: list[URLPattern] = [path(f"{described.path}/ledger", ledger)]
