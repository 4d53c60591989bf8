"""Where administrators make a noun their own: its added fields, the order of its page, formulas tried on a record."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.formula.functions import FUNCTIONS
from concerto.kernel.overlay.kinds import Result
from concerto.kernel.pages.customizing.arranging import arrange, parts_of, reset
from concerto.kernel.pages.customizing.trying import tried
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import customize_address, new_address, with_query
from concerto.kernel.ui.sight import sight_of


@page("GET", "POST")
def customize(request: Asking, entity: Entity) -> HttpResponse:
    """The page; posted, another arrangement of the noun's sections."""
    refuse_others(request.actor)
    if request.method != "POST":
        return _shown(request, entity)
    try:
        arrange(request.actor, entity, request.POST.get("arrangement", ""))
    except Invalid as wrong:
        return _shown(request, entity, wrong)
    return go(request, customize_address(entity), _("Arranged"))


@page("POST")
def as_described(request: Asking, entity: Entity) -> HttpResponse:
    """The page of the noun as it was before anybody arranged it."""
    refuse_others(request.actor)
    reset(request.actor, entity)
    return go(request, customize_address(entity), _("The page is as it was described."))


@page("POST")
def formula(request: Asking, entity: Entity) -> HttpResponse:
    """What a formula gives for one record, as a fragment."""
    refuse_others(request.actor)
    text, kind, record = (request.POST.get(name, "") for name in ("formula", "result", "record"))
    id = int(record) if record.isascii() and record.isdigit() and int(record[:20]) <= LARGEST_ID else None
    found = tried(request.actor, entity, text, kind, id)
    title = sight_of(request.actor, entity).title_of(found.record) if found.record else ""
    keep = with_query(new_address(entity_of(CustomField)), noun=entity.id, kind="formula", formula=text, result=kind)
    return answer(request, "customize/formula.html", {"tried": found, "title": title, "keep": keep})


def refuse_others(actor: Actor) -> None:
    if not may(actor, entity_of(CustomField), Act.CREATE):
        raise Forbidden()


def _shown(request: Asking, entity: Entity, wrong: Invalid | None = None) -> HttpResponse:
    described = entity_of(CustomField)
    fields = visible_to(request.actor, CustomField).filter(noun=entity.id).defer("search").order_by("position", "pk")
    context = {
        "entity": entity,
        "described": described,
        "fields": list(fields),
        "parts": parts_of(entity),
        "arranged": bool(entity.shape.arranged),
        "add": with_query(new_address(described), noun=entity.id),
        "here": customize_address(entity),
        "results": Result.choices,
        "functions": FUNCTIONS,
        "problem": next(iter(wrong.problems.values())) if wrong else "",
    }
    return answer(request, "customize/page.html", context, status=wrong.status if wrong else 200)
