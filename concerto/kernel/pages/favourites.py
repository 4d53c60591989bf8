"""Putting a record or a view into the rail, and taking it out."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.shell import Asking, page
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import own, record_address
from concerto.kernel.views.favourites import keep


@page("POST")
def favourite(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """`on` puts it there; comes back to `next`, where that is said."""
    look, on = look_at(request.actor, entity, id), request.POST.get("on") == "on"
    back = HttpResponseRedirect(own(request.POST.get("next", record_address(entity, id))))
    try:
        keep(request.actor, look.record, on=on)
    except Refused as refused:
        return toasts.tell(back, refused.message, kind="bad")
    said = _("%(title)s is among your favourites.") if on else _("%(title)s is no longer among your favourites.")
    return toasts.tell(back, said % {"title": look.title})
