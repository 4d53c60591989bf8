"""The step in which people say what the columns of their file become, and see what would happen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports import profiles
from concerto.kernel.imports.batch.model import Import, Policy, Status
from concerto.kernel.imports.beginning import agree, keep_as_profile, look, read_again, use
from concerto.kernel.imports.deciding import ENDS
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.queue import defer
from concerto.kernel.imports.reasons import in_words
from concerto.kernel.imports.running import reopened
from concerto.kernel.imports.targets import called
from concerto.kernel.pages.importing.finding import import_of
from concerto.kernel.pages.importing.mapping import mapping_page
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.text.sentences import said


@page("GET", "POST")
def columns(request: Asking, id: int) -> HttpResponse:
    """What each column becomes, and what the import would do; agreeing starts it."""
    actor, batch = request.actor.at(IMPORT), import_of(request.actor, id)
    if batch.status != Status.DRAFT:
        return redirect(f"/imports/{id}/report")
    plan, problems = plan_of(batch), {}
    if request.method == "POST":
        plan = asked_plan(request, batch)
        try:
            if "start" in request.POST:
                start(actor, batch, plan)
                return redirect(f"/imports/{id}/report")
        except Invalid as invalid:
            problems = dict(invalid.problems)
    look(actor, batch, plan)
    if "keep" in request.POST and not problems:  # what is refused keeps nothing
        problems |= keep(request, batch)
    shown = mapping_page(actor, batch, plan.mapping) | outcome_of(batch) | {"problems": problems}
    return answer(request, "import/columns.html", shown, status=422 if problems else 200)


def keep(request: Asking, batch: Import) -> Mapping[str, Label]:
    """Keep what was chosen as a profile; answers what is wrong with it."""
    try:
        keep_as_profile(request.actor, batch, request.POST.get("name", ""))
    except Invalid as invalid:
        return {"": next(iter(invalid.problems.values()))}
    return {}


@page("POST")
def profile(request: Asking, id: int) -> HttpResponse:
    """Bring the file in as a profile says."""
    actor, batch = request.actor.at(IMPORT), import_of(request.actor, id)
    chosen = request.POST.get("profile", "")
    known = profiles.called(actor, named(batch.noun), int(chosen) if chosen.isascii() and chosen.isdigit() else 0)
    use(actor, batch, known)
    return redirect(f"/imports/{id}/columns")


@page("POST")
def reading(request: Asking, id: int) -> HttpResponse:
    """Read the file another way: another encoding, another sign between its cells, another sheet."""
    batch = import_of(request.actor, id)
    given = {name: request.POST.get(name, "") for name in ("encoding", "delimiter", "sheet")}
    asked: dict[str, Any] = {name: value for name, value in given.items() if value}
    if request.POST.get("header") == "no":
        asked["header"] = False
    read_again(request.actor.at(IMPORT), batch, asked)
    return redirect(f"/imports/{id}/columns")


@page("GET")
def outcome(request: Asking, id: int) -> HttpResponse:
    """The fragment that the page of columns asks for until the whole file has been looked at."""
    batch = import_of(request.actor, id)
    return answer(request, "import/outcome.html", {"batch": batch, "entity": named(batch.noun)} | outcome_of(batch))


def outcome_of(batch: Import) -> dict[str, Any]:
    """What a look at the file has come to so far."""
    entity = named(batch.noun)
    shown = {"foreseen": batch.foreseen, "ends": ENDS, "percent": _percent(batch)}
    return shown | {
        "fields": entity.fields,
        "called": partial(called, entity),
        "in_words": partial(in_words, entity),
        "said": said,
    }


def _percent(batch: Import) -> int:
    return min(100, 100 * int(batch.foreseen.get("rows", 0)) // max(batch.expected or 1, 1))


def start(actor: Actor, batch: Import, plan: Plan) -> None:
    """Agree, and hand the import to a worker."""
    agree(actor, batch, plan.mapping, plan.policy, plan=plan)
    defer(batch.pk)


def plan_of(batch: Import) -> Plan:
    return Plan(batch.mapping, batch.ways, batch.policy, batch.match)


def asked_plan(request: Asking, batch: Import) -> Plan:
    """What the form says, in which columns are numbered: a heading may hold anything."""
    names, said = reopened(batch).columns, request.POST
    mapping = {name: field for number, name in enumerate(names) if (field := said.get(f"column-{number}", ""))}
    ways = {
        name: way for number, name in enumerate(names) if (way := said.get(f"way-{number}", "")) and name in mapping
    }
    return Plan(mapping, ways, said.get("policy", Policy.UPDATE), said.get("match", ""))
