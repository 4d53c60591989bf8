"""Sharing one record: a dialog on its page, and what is shared of it already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.rights import may, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.panels import Line
from concerto.kernel.pages.record.answers import again
from concerto.kernel.pages.record.controls import controls
from concerto.kernel.pages.record.look import Look, look_at, text_of
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.listing import with_links
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import Sight, sight_of

ASKED = ("person", "team", "department", "role", "level", "until", "reason")
TOLD = ("person", "team", "department", "role", "level", "until")
SHOWN = 20  # grants of one record in the dialog; all of them are in the list


@page("GET", "POST")
def share(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """GET: the dialog. POST: a grant; the dialog stays with what was typed while something is wrong."""
    look, grants = look_at(request.actor, entity, id), entity_of(Grant)
    if not may(request.actor, grants, Act.CREATE):
        raise Forbidden()
    fields = {name: field for name, field in writable(request.actor, grants).items() if name in ASKED}
    if request.method != "POST":
        return _ask(request, look, {"level": "read"})
    given = typed(request.POST, fields).values
    try:
        standard.create(request.actor, grants, {**given, "subject": look.code})
    except Invalid as wrong:
        return _ask(request, look, given, wrong)
    return again(request, look.address, _("Shared"))


def _ask(request: Asking, look: Look, given: Mapping[str, Any], wrong: Invalid | None = None) -> HttpResponse:
    grants = entity_of(Grant)
    fields = [grants.fields[name] for name in ASKED]
    asked = controls(request.actor, fields, given, problems=wrong.problems if wrong else None)
    shown = {
        "look": look,
        "controls": list(asked.values()),
        "wrong": wrong,
        "grants": shared_already(look),
    }
    return answer(request, "access/share.html", shown, status=wrong.status if wrong else 200)


def shared_already(look: Look) -> list[Line]:
    """The grants of this record that the actor may know of, the newest first."""
    grants = entity_of(Grant)
    rows = visible_to(look.actor, Grant).filter(prefix=look.entity.prefix, number=look.record.pk).order_by("-pk")
    found = list(with_links(grants, rows)[:SHOWN])
    sight = sight_of(look.actor, grants, found)
    return [Line(_words(sight, each), record_address(grants, each.pk)) for each in found]


def _words(sight: Sight, grant: Record) -> str:
    fields = [sight.fields[name] for name in TOLD if name in sight.fields]
    return " · ".join(filter(None, (text_of(sight, field, grant) for field in fields)))
