"""What one role may do, as a form: nouns by acts, and the fields of one noun. It can be looked at before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.policy import Kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.role.guards import kept
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused, Stale
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE
from concerto.kernel.entity.registry import find
from concerto.kernel.pages.access.cells import ACTS, as_posted, compared, fields_of, rows_of
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.forms import version_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.commands import nearest_first
from concerto.kernel.ui.sight import sight_of

NAMED = 12  # people that a preview names; of the others it says how many


@page("GET", "POST")
def rights(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """`?noun=customer` shows that noun's fields as well. Posted with `preview` it tells who is affected, else it is saved."""
    look = look_at(request.actor, entity, id)
    if "rules" not in readable(request.actor, entity):
        raise Forbidden()
    role = _kept(look)
    if request.method != "POST":
        return _form(request, look, role)
    try:
        wanted = as_posted(role, request.POST)
    except Invalid as refusal:
        return _form(request, look, role, refusal=refusal)
    if "preview" in request.POST:
        return _form(request, look, wanted, preview=_preview(look, role, wanted))
    try:
        standard.edit(request.actor, entity, id, {"rules": wanted.differences}, version=version_of(request))
    except NotThere:
        raise
    except Refused as refusal:
        return _form(request, look, wanted, refusal=refusal)
    return go(request, _address(look, request.POST.get("noun", "")), _("Saved"), undo=undo_of_newest(entity, id))


def _kept(look: Look) -> Kept:
    assert isinstance(look.record, Role)
    return kept(look.record)


def _address(look: Look, noun: str) -> str:
    return f"{look.address}/rights" + (f"?noun={noun}" if find(noun) else "")


def _form(request: Asking, look: Look, role: Kept, refusal: Refused | None = None, **more: Any) -> HttpResponse:
    opened = find((request.POST if request.method == "POST" else request.GET).get("noun", ""))
    lines = [(each, {cell.of: cell for cell in rows_of(role, each)}) for each in nearest_first()]
    shown = {
        "look": look,
        "acts": ACTS,
        "lines": lines,
        "opened": opened,
        "fields": fields_of(role, opened) if opened else [],
        "fixed": role.key == ADMINISTRATOR.id or not look.may_edit,
        "differs": bool(_kept(look).differences),
        "problem": _told(refusal),
        "preview": None,
        **more,
    }
    return answer(request, "access/rights.html", shown, status=refusal.status if refusal else 200)


def _told(refusal: Refused | None) -> str:
    if isinstance(refusal, Stale):
        return _("Somebody changed this role since you opened it. Look at it again, then change it.")
    if isinstance(refusal, Invalid):
        return " ".join(str(problem) for problem in refusal.problems.values())
    return str(refusal.message) if refusal else ""


def _preview(look: Look, before: Kept, after: Kept) -> dict[str, Any]:
    """What would change, and for whom."""
    people = visible_to(look.actor, Person).filter(left_at=None)
    if before.key != EVERYONE.id:
        people = people.filter(roles__contains=[before.key])
    sight = sight_of(look.actor, look.entity)
    named = [sight.title_of(person) for person in people.order_by("sort_key", "pk")[:NAMED]]
    return {"changed": compared(before, after), "people": named, "others": max(people.count() - NAMED, 0)}
