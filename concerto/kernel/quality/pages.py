"""The figures of a report with the way into their rows; what could be repaired; the catalogue; rules tried on a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, readable, seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.repairing.deciding import decidable, leave
from concerto.kernel.batches.repairing.model import Origin, Repair
from concerto.kernel.batches.repairing.work import REPAIR
from concerto.kernel.batches.selection import MOST_TICKED, Selection, sound
from concerto.kernel.entity.cleaning import standing_beside
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.overlay.cleaning_rule.model import READ_FROM_TEXT, CleaningRule
from concerto.kernel.overlay.kinds import KindOfField
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.quality.catalogue.reading import catalogue, one, readable_nouns
from concerto.kernel.quality.catalogue.uses import uses
from concerto.kernel.quality.entry.model import CatalogueEntry
from concerto.kernel.quality.figures import figures_of
from concerto.kernel.quality.report.entity import quality_report
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.quality.trying import tried
from concerto.kernel.ui.addresses import new_address, record_address, with_query
from concerto.kernel.ui.sight import sight_of

SHOWN = 50  # suggestions of one page
LONGEST = 2000  # characters of a value that is tried


@page("GET")
def figures(request: Asking, id: int) -> HttpResponse:
    """Score and course, the worst first, each number a list."""
    report, entity = report_at(request.actor, id)
    context = about(report, entity) | {"figures": figures_of(request.actor, entity, report)}
    return answer(request, "quality/figures.html", context | {"open": decidable(request.actor, entity).count()})


@page("GET", "POST")
def repairs(request: Asking, id: int) -> HttpResponse:
    """Suggestions to be decided; posted, those accepted or left as they are."""
    report, entity = report_at(request.actor, id)
    if request.method == "POST":
        return decided(request, report, entity)
    groups = decidable(request.actor, entity).values("field", "origin").annotate(count=Count("pk")).order_by("-count")
    chosen = request.GET.get("field", ""), request.GET.get("origin", "")
    rows = decidable(request.actor, entity).filter(**_group(*chosen)).order_by("pk")[:SHOWN]
    context = about(report, entity) | {
        "groups": [Group(entity.fields[each["field"]], Origin(each["origin"]), each["count"]) for each in groups],
        "chosen": chosen, "suggestions": suggestions(request.actor, entity, list(rows)),
    }  # fmt: skip
    return answer(request, "quality/repairs.html", context)


@dataclass(frozen=True)
class Group:
    field: Field
    origin: Origin
    count: int


@dataclass(frozen=True)
class Suggestion:
    """A suggestion in words: the record, the value before and after, and why."""

    id: int
    field: Field
    title: str
    url: str
    was: str
    now: str
    why: str


def suggestions(actor: Actor, entity: Entity, rows: list[Repair]) -> list[Suggestion]:
    sight = sight_of(actor, entity)
    records = visible_to(actor, entity.model).filter(pk__in=[each.record for each in rows]).defer("search")
    titles = {row.pk: sight.title_of(row) for row in records}
    return [
        Suggestion(each.pk, field, titles[each.record], record_address(entity, each.record),
                   shown(field, each.was), shown(field, each.now), why(actor, entity, each))
        for each in rows if each.record in titles and (field := entity.fields[each.field])
    ]  # fmt: skip


def shown(field: Field, stored: Any) -> str:
    return field.kind.show(field, field.kind.empty if stored is None else field.kind.load(field, stored))


def why(actor: Actor, entity: Entity, repair: Repair) -> str:
    """Why it is suggested, with the numbers behind it; another field is named to whoever may read it."""
    if repair.origin == Origin.RULE:
        return _("The cleaning rules write it so.")
    if repair.origin == Origin.TWIN:
        return _("%(record)s, which seems to be the same, has it so.") % {"record": entity.code(repair.source or 0)}
    if repair.origin == Origin.ABOVE:
        facts = {"record": entity.code(repair.source or 0)} | {id: repair.detail[id] for id in ("agree", "of")}
        return _("%(agree)s of %(of)s have the same as the record they belong to, here %(record)s.") % facts
    beside = readable(actor, entity).get(str(repair.detail.get("field")))
    if beside is None:
        return _("Nearly all records like this one have it so.")
    facts = {"field": beside.label, "value": shown(beside, repair.detail["value"])} | {
        id: repair.detail[id] for id in ("agree", "of")
    }
    return _("%(agree)s of %(of)s with %(field)s “%(value)s” have it so.") % facts


def decided(request: Asking, report: QualityReport, entity: Entity) -> HttpResponse:
    here = f"{record_address(quality_report, report.pk)}/repairs"
    chosen = chosen_in(request, entity)
    if not chosen:
        return go(request, here, _("Choose at least one suggestion."))
    if request.POST.get("do") == "leave":
        left = leave(request.actor, entity, [each.pk for each in chosen])
        return go(request, here, ngettext("%(count)s value stays.", "%(count)s values stay.", left) % {"count": left})
    records = sound([each.record for each in chosen])
    batch = begin(request.actor, entity, REPAIR, {"repairs": [each.pk for each in chosen]}, Selection(ids=records))
    return go(request, record_address(entity_of(Batch), batch.pk))


def chosen_in(request: Asking, entity: Entity) -> list[Repair]:
    """The ticked ones, or all of a group."""
    open = decidable(request.actor, entity)
    if request.POST.get("do") == "all":
        group = _group(request.POST.get("field", ""), request.POST.get("origin", ""))
        return list(open.filter(**group).order_by("pk")[:MOST_TICKED]) if group else []
    ids = [int(id) for id in request.POST.getlist("repair") if id.isascii() and id.isdigit() and len(id) < 19]
    return list(open.filter(pk__in=ids[:MOST_TICKED]))


def _group(field: str, origin: str) -> dict[str, str]:
    return {name: value for name, value in (("field", field), ("origin", origin)) if value and "\0" not in value}


def report_at(actor: Actor, id: int) -> tuple[QualityReport, Entity]:
    """Raises NotThere for one that may not be seen, or whose noun may not."""
    found = visible_to(actor, QualityReport).filter(pk=min(id, LARGEST_ID)).defer("search").first()
    entity = find(found.noun) if found else None
    if found is None or entity is None or not may(actor, entity, Act.READ):
        raise NotThere()
    return found, entity


def about(report: QualityReport, entity: Entity) -> dict[str, Any]:
    address = record_address(quality_report, report.pk)
    return {"report": report, "entity": entity, "described": quality_report, "address": address,
            "title": quality_report.title_of(report)}  # fmt: skip


@page("GET")
def whole_catalogue(request: Asking) -> HttpResponse:
    """Every field that the reader may know of; `noun` and `q` narrow it."""
    nouns, q = readable_nouns(request.actor), request.GET.get("q", "")[:200]
    noun = next((each for each in nouns if each.id == request.GET.get("noun")), None)
    if noun is None and not q:
        noun = nouns[0] if nouns else None
    context = {"nouns": nouns, "noun": noun, "q": q, "lines": catalogue(request.actor, noun, q)}
    return answer(request, "quality/catalogue.html", context)


@page("GET")
def catalogued(request: Asking, noun: str, field: str) -> HttpResponse:
    """One field: what it means, whose it is, how good it is, and where it is used."""
    entity = next((each for each in readable_nouns(request.actor) if each.id == noun), None)
    if entity is None or field not in seen(request.actor, entity):
        raise Http404
    line = one(request.actor, entity, entity.fields[field])
    described = entity_of(CatalogueEntry)
    start = with_query(new_address(described), noun=entity.id, field=field, name=str(line.label))
    context = {
        "line": line, "entity": entity, "kind": dict(KindOfField.choices).get(line.kind, line.kind), "field": entity.fields[field], "known_as": entity.known_as.get(field, ()),
        "uses": list(uses(request.actor, entity, entity.fields[field])),
        "entry": record_address(described, line.entry.pk) if line.entry else "",
        "add": start if may(request.actor, described, Act.CREATE) else "",
    }  # fmt: skip
    return answer(request, "quality/catalogued.html", context)


@page("GET")
def try_rules(request: Asking) -> HttpResponse:
    """A value, and what each rule of its field makes of it. For whoever looks after the rules."""
    if not may(request.actor, entity_of(CleaningRule), Act.CREATE):
        raise Forbidden()
    entity = find(request.GET.get("noun", "")) or find("customer")
    assert entity, "there is always a noun"
    fields = {id: field for id, field in readable(request.actor, entity).items() if field.kind.id in READ_FROM_TEXT}
    field, value = fields.get(request.GET.get("field", ""), entity.title), request.GET.get("value", "")[:LONGEST]
    described = entity_of(CleaningRule)
    add = with_query(new_address(described), noun=entity.id, field=field.id)
    others = [fields[id] for id in sorted(entity.shape.looking.get(field.id, ())) if id in fields]
    asked = typed(request.GET, {each.id: each for each in others}, within="beside.").values
    beside = standing_beside(entity, {each.id: stands(each, asked[each.id]) for each in others if each.id in asked})
    context = {
        "entity": entity, "fields": fields, "field": field, "value": value, "described": described, "add": add,
        "nouns": readable_nouns(request.actor), "tried": tried(request.actor, entity, field, value, beside),
        "others": [(each, asked.get(each.id, "")) for each in others],
    }  # fmt: skip
    return answer(request, "quality/trying.html", context)


def stands(field: Field, text: str) -> Any:
    """What stands beside a value that is tried; what cannot be read does not."""
    try:
        return field.kind.parse(field, text[:LONGEST])
    except Unreadable:
        return field.kind.empty


urlpatterns: list[URLPattern] = [
    path(f"{quality_report.path}/<int:id>/figures", figures),
    path(f"{quality_report.path}/<int:id>/repairs", repairs),
    path("catalogue", whole_catalogue),
    path("catalogue/<str:noun>/<str:field>", catalogued),
    path("cleaning-rules/try", try_rules),
]
