"""Keeping a list as a view, and everything else that is done with views above it. Each is posted, and comes back to the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.pages.listing.asking import TABLE, VIEW
from concerto.kernel.pages.record.undoing import undo_of_newest
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import list_address, own
from concerto.kernel.views.arrangement import Arrangement
from concerto.kernel.views.built_in import built_in
from concerto.kernel.views.offered import in_order
from concerto.kernel.views.opening import NO_SUCH_VIEW
from concerto.kernel.views.opening_with import open_with
from concerto.kernel.views.view.actions import make_default, reorder, share
from concerto.kernel.views.view.model import View

Done = tuple[str, str]  # the message, and where it is taken back


@page("POST")
def save_as(request: Asking, entity: Entity) -> HttpResponse:
    """A new view of what the form says; shared and opened by default at once, if that is wanted."""
    actor, given = request.actor, request.POST
    try:
        with transaction.atomic():
            named = {"name": given.get("name", ""), "noun": entity.id}
            id = standard.create(actor, entity_of(View), named | arranged(given)).pk
            view = visible_to(actor, View).get(pk=id)
            if given.get("shared_with", Sharing.PRIVATE) != Sharing.PRIVATE:
                share(actor, view, **read_inputs(actor, share, {"shared_with": given["shared_with"]}))
            if "opens" in given:
                make_default(actor, view)
    except Refused as refused:
        return refused_back(request, entity, refused)
    answer = HttpResponseRedirect(list_address(entity, view=view.pk))
    return toasts.tell(answer, _("The view “%(name)s” is saved.") % {"name": named["name"]})


def arranged(given: Mapping[str, str]) -> dict[str, str]:
    """The parts of an arrangement that a form says."""
    said = {name: given[name] for name in asdict(Arrangement()) if name in given}
    return said | ({"layout": said["layout"] or TABLE} if "layout" in said else {})


@page("POST")
def do(request: Asking, entity: Entity, id: int, verb: str) -> HttpResponse:
    """One of DOING with a view of this list."""
    if verb not in DOING:
        raise Http404
    view = visible_to(request.actor, View).filter(pk=id, noun=entity.id).first() if id < 2**63 else None
    if view is None:
        raise NotThere(NO_SUCH_VIEW)
    try:
        text, undo = DOING[verb](request, view)
    except Refused as refused:
        return refused_back(request, entity, refused)
    back = list_address(entity) if verb == "delete" else list_address(entity, view=view.pk)
    return toasts.tell(HttpResponseRedirect(back), text, undo=undo)


def _update(request: Asking, view: View) -> Done:
    standard.edit(request.actor, entity_of(View), view.pk, arranged(request.POST))
    return _("The view is saved as it is now."), undo_of_newest(entity_of(View), view.pk)


def _rename(request: Asking, view: View) -> Done:
    standard.edit(request.actor, entity_of(View), view.pk, {"name": request.POST.get("name", "")})
    return _("The view has another name."), undo_of_newest(entity_of(View), view.pk)


def _share(request: Asking, view: View) -> Done:
    share(request.actor, view, **read_inputs(request.actor, share, {"shared_with": request.POST.get("shared_with")}))
    return _("Shared with: %(whom)s.") % {"whom": Sharing(request.POST["shared_with"]).label}, ""


def _move(step: int) -> Callable[[Asking, View], Done]:
    def moved(request: Asking, view: View) -> Done:
        owned = in_order(visible_to(request.actor, View).filter(owner=view.owner_id, noun=view.noun))
        at = list(owned.values_list("pk", flat=True)).index(view.pk) + 1
        reorder(request.actor, view, place=max(1, at + step))
        return _("The view stands in another place."), ""

    return moved


def _default(request: Asking, view: View) -> Done:
    make_default(request.actor, view)
    return _("The list opens with “%(view)s” from now on.") % {"view": view.name}, ""


def _delete(request: Asking, view: View) -> Done:
    standard.delete(request.actor, entity_of(View), view.pk)
    return _("The view “%(name)s” is in the trash.") % {"name": view.name}, undo_of_newest(entity_of(View), view.pk)


DOING: Mapping[str, Callable[[Asking, View], Done]] = {
    "update": _update, "rename": _rename, "share": _share, "earlier": _move(-1), "later": _move(1), "default": _default,
    "delete": _delete,
}  # fmt: skip


@page("POST")
def default(request: Asking, entity: Entity) -> HttpResponse:
    """The list opens with one of the views that every list has."""
    view = built_in(request.actor, entity).get(request.POST.get(VIEW, ""))
    if view is None:
        raise NotThere(NO_SUCH_VIEW)
    open_with(request.actor, entity.id, view.key)
    text = _("The list opens with “%(view)s” from now on.") % {"view": view.label}
    return toasts.tell(HttpResponseRedirect(list_address(entity, view=view.key)), text)


def refused_back(request: Asking, entity: Entity, refused: Refused) -> HttpResponse:
    """Where the form was, with the reason; what one had arranged still stands in that address."""
    reasons: Any = refused.problems.values() if isinstance(refused, Invalid) else [refused.message]
    back = own(request.POST.get("next", list_address(entity)))
    return toasts.tell(HttpResponseRedirect(back), " ".join(map(str, reasons)), kind="bad")
