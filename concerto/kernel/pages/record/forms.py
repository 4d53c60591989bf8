"""The pages that create and edit a record. What was typed is shown again until it is saved."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import may, writable
from concerto.kernel.actions import standard
from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused, Stale
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.record.answers import go
from concerto.kernel.pages.record.form import Form, edit_form, new_form
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.saving import save
from concerto.kernel.pages.record.stale import Choosing, choosing, picked
from concerto.kernel.pages.record.typed import typed
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, answer, is_fragment, page
from concerto.kernel.ui.addresses import own, record_address
from concerto.kernel.ui.sight import sight_of


@page("GET", "POST")
def new(request: Asking, entity: Entity) -> HttpResponse:
    """An empty form, begun with what the address says (`?customer=12`); posted, a new record."""
    if not may(request.actor, entity, Act.CREATE) or not writable(request.actor, entity):
        raise Forbidden()
    fields = writable(request.actor, entity)
    if request.method != "POST":
        return _form(
            request,
            new_form(request.actor, entity, typed(request.GET, fields).values),
            back=request.GET.get("back", ""),
        )
    values, back = typed(request.POST, fields).values, request.POST.get("back", "")
    try:
        record = standard.create(request.actor, entity, values)
    except NeedsApproval:
        raise
    except Refused as refusal:
        return _form(request, new_form(request.actor, entity, values, refusal), back=back)
    text = _("Created: %(title)s") % {"title": sight_of(request.actor, entity).title_of(record)}
    return go(request, after_creating(entity, record, back), text, undo=undo_of_newest(entity, record.pk))


@page("GET", "POST")
def edit(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The form of a record; posted, its changed fields are written."""
    look = look_at(request.actor, entity, id)
    if not look.writable:
        raise Forbidden()
    if request.method != "POST":
        return _form(request, edit_form(look), look, request.GET.get("back", ""))
    back = _back(request.POST.get("back", ""))
    posted = typed(request.POST, look.writable)
    try:
        saved = save(look, posted, picked(request.POST, posted), version_of(request))
    except Stale as stale:
        return _choose(request, choosing(look_at(request.actor, entity, id), posted, stale), stale)
    except (NotThere, NeedsApproval):
        raise
    except Refused as refusal:
        return _form(request, edit_form(look, posted.values, posted.shown, refusal), look, back)
    if saved.version == look.record.version:
        return go(request, back or look.address, _("Nothing was changed."))
    alone = version_of(request) in (None, look.record.version)
    text = _("Saved") if alone else _("Saved. What others changed meanwhile in other fields is kept.")
    return go(request, back or look.address, text, undo=undo_of_newest(entity, id))


def version_of(request: Asking) -> int | None:
    """The version the person read; None where the form does not say."""
    text = request.POST.get("version", "")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def after_creating(entity: Entity, record: Record, back: str) -> str:
    """Where one goes on: back to where one came from, or to the record it belongs to, or the new record itself."""
    if _back(back):
        return back
    above = entity.above(record)
    return record_address(*above) if above and above[1] else record_address(entity, record.pk)


def _back(address: str) -> str:
    """The page one came from; "" where it is none of ours."""
    return address if own(address) == address else ""


def _form(request: Asking, form: Form, look: Look | None = None, back: str = "") -> HttpResponse:
    template = "record/form_alone.html" if is_fragment(request) else "record/form_page.html"
    status = form.refusal.status if form.refusal else 200
    return answer(request, template, {"form": form, "look": look, "back": _back(back)}, status=status)


def _choose(request: Asking, choosing: Choosing, stale: Stale) -> HttpResponse:
    """Both versions side by side, for the person to choose from field by field."""
    template = "record/stale_alone.html" if is_fragment(request) else "record/stale_page.html"
    return answer(
        request, template, {"choosing": choosing, "look": choosing.look, "message": stale.message}, status=stale.status
    )
