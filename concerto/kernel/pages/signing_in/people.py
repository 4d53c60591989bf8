"""How one person signs in, for administrators: what they have, where they are in, and what helps when they lost it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from concerto.kernel.access.credential.actions import living, remove
from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.sign_in.actions import end_all
from concerto.kernel.access.signing_in.links.links import make_link
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.pages.signing_in.again import keep_once, shown_once
from concerto.kernel.pages.signing_in.proving import proved
from concerto.kernel.pages.signing_in.records import attempts_of, sessions_of
from concerto.kernel.ui import toasts
from concerto.kernel.ui.addresses import record_address


@page("GET")
def of_person(request: Asking, id: int) -> HttpResponse:
    person = administered(request, id)
    context = {
        "person": person,
        "address": record_address(described, id),
        "ways": list(living(id).select_related("provider")),
        "sessions": sessions_of(request.actor, id),
        "attempts": attempts_of(request.actor, id),
        "link": shown_once(request, "link"),
    }
    return answer(request, "sign_in/person.html", context)


def administered(request: Asking, id: int) -> Person:
    """The person, for whoever may edit people. Raises NotThere or Forbidden."""
    if not reached(request.actor, Person, [id]):
        raise NotThere()
    found = visible_to(request.actor, Person, Act.EDIT).filter(pk=id).first()
    if found is None:
        raise Forbidden()
    return found


@page("POST")
@proved
def link_for(request: Asking, id: int) -> HttpResponse:
    """A one-time link to hand over, shown on the next page only."""
    keep_once(request, "link", make_link(request.actor, administered(request, id)))
    return HttpResponseRedirect(_back(id))


@page("POST")
def end_theirs(request: Asking, id: int) -> HttpResponse:
    ended = end_all(request.actor, administered(request, id).pk)
    return toasts.tell(HttpResponseRedirect(_back(id)), _("Sessions ended: %(count)s") % {"count": ended})


@page("POST")
@proved
def remove_theirs(request: Asking, id: int, way: int) -> HttpResponse:
    """For a device that was lost or stolen."""
    administered(request, id)
    remove(request.actor, Credential(pk=way))
    return toasts.tell(HttpResponseRedirect(_back(id)), _("Removed"))


def _back(id: int) -> str:
    return f"{record_address(described, id)}/sign-in"
