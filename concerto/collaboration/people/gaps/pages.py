"""Where somebody is missing: how many records each department has nobody on, and behind each figure the records."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import URLPattern, path

from concerto.collaboration.people.coverage.entity import coverage
from concerto.collaboration.people.gaps.counting import gaps, lacking, wanted
from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.sides import department_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.language import Unclear
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query
from concerto.kernel.ui.sight import sight_of

SHOWN = 100  # records behind a figure; whoever has more to name begins with these


@page("GET")
def missing(request: Asking) -> HttpResponse:
    """Figures by noun and department, of the records that `filter` leaves of `noun`; `hue` opens one figure into its records."""
    actor, asked = request.actor, request.GET
    if not may(actor, described, Act.READ):
        raise Forbidden()
    nouns = list(dict.fromkeys(entity for entity, _hue in wanted(actor)))
    entity = next((each for each in nouns if each.id == asked.get("noun")), nouns[0] if nouns else None)
    filter, hue, problem = asked.get("filter", ""), asked.get("hue", ""), None
    hue = hue if hue in Hue.values else ""
    try:
        figures = gaps(actor, filter, entity.id) if entity else []
        rows = (
            list(lacking(actor, entity, hue, filter).order_by("sort_key", "pk").defer("search")[:SHOWN])
            if entity and hue
            else []
        )
    except Unclear as unclear:
        figures, rows, problem = [], [], unclear.message
    context = {
        "nouns": nouns, "entity": entity, "figures": figures, "filter": filter, "hue": hue, "hues": dict(Hue.choices),
        "quick": quick(entity.id) if entity else [], "rows": rows, "sight": sight_of(actor, entity, rows) if entity else None,
        "problem": problem, "rules": list_address(coverage), "seats": list_address(described), "record_address": record_address,
        "new_rule": new_address(coverage) if may(actor, coverage, Act.CREATE) else "", "with_query": with_query, "shown": SHOWN,
        "name": new_address(described), "department": department_of(hue) if rows else None, "editable": editable(actor, entity, rows) if entity else set(),
    }  # fmt: skip
    return answer(request, "people/gaps.html", context, status=400 if problem else 200)


def editable(actor: Actor, entity: Entity, rows: Sequence[Record]) -> set[int]:
    """Those of the records for which the actor may name somebody."""
    if not rows or not may(actor, described, Act.CREATE) or not may(actor, entity, Act.EDIT):
        return set()
    found = visible_to(actor, entity.model, Act.EDIT).filter(pk__in=[row.pk for row in rows])
    return set(found.values_list("pk", flat=True))


def quick(noun: str) -> list[tuple[Label, str]]:
    """Filters that one mostly wants: each choice of what a noun is sorted by, if it has a tier or a stage."""
    entity = find(noun)
    assert entity, "a noun that a rule names"
    steps = [entity.fields[id] for id in ("tier", "stage") if id in entity.fields]
    return [(label, f"{field.id} = {id}") for field in steps if field.choices for id, label in field.choices.items()]


urlpatterns: list[URLPattern] = [path(f"{described.path}/gaps", missing)]
