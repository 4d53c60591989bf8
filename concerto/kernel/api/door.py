"""Who gets in: an actor, at an address that exists, by a method it knows, not by a forged write, and with rights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import is_off
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.api.asking import parameters
from concerto.kernel.api.call import Call, NounCall
from concerto.kernel.api.once import once
from concerto.kernel.api.operations import Operation, operations
from concerto.kernel.api.refusals import Forged, NoSuchAddress, NotSignedIn, WrongMethod
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.link import LARGEST_ID

View = Callable[..., HttpResponse]
Choice = TypeVar("Choice")
_ID = re.compile(r"[1-9][0-9]{0,18}")
_PROOF = CsrfViewMiddleware(lambda _request: HttpResponse())


@csrf_exempt  # `by_method` sees to it, after the actor: a stranger is told to sign in, not that a form expired
def noun(request: HttpRequest, address: str) -> HttpResponse:
    """Everything below /api/v1 that is asked of a noun."""
    actor = signed_in(request)
    entity, id, here = found(address)
    if is_off(actor, entity):
        raise NoSuchAddress()
    operation = by_method(request, here)
    if not operation.allowed(actor, entity):
        raise Forbidden()
    call = NounCall(request, actor, parameters(request, *operation.asks, *operation.questions), entity, id)
    return once(request, actor, lambda: operation.answer(call))


def reading(answer: Callable[[Call], HttpResponse], *asks: str) -> View:
    """A view of something that whoever is signed in may read."""

    def view(request: HttpRequest) -> HttpResponse:
        actor = signed_in(request)
        return by_method(request, {"GET": answer})(Call(request, actor, parameters(request, *asks)))

    return csrf_exempt(view)


def open_to_all(answer: Callable[[HttpRequest], HttpResponse]) -> View:
    """A view of something that holds no data, for strangers too."""
    return csrf_exempt(lambda request: by_method(request, {"GET": answer})(request))


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    raise NoSuchAddress()


def signed_in(request: HttpRequest) -> Actor:
    """The actor behind a request. Raises NotSignedIn, and TooMany where wrong keys were tried too often."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # put there by our middleware
    if actor is None:
        if refused := getattr(request, "too_many", None):
            raise refused
        raise NotSignedIn()
    return actor


def found(address: str) -> tuple[Entity, int, dict[str, Operation]]:
    """The noun at an address, the record's id (0 where there is none), and what can be asked there, by method."""
    path, *below = address.split("/")
    entity = next((entity for entity in entities() if entity.path == path), None)
    if entity is None:
        raise NoSuchAddress()
    if "{id}" not in below and (here := at(entity, "/".join(["", *below]))):
        return entity, 0, here
    if below and (here := at(entity, "/".join(["", "{id}", *below[1:]]))):
        return entity, id_of(below[0]), here
    raise NoSuchAddress()


def at(entity: Entity, place: str) -> dict[str, Operation]:
    """What can be asked at a place below the noun's own, by method."""
    return {operation.method: operation for operation in operations(entity) if operation.place == place}


def at_place(entity: Entity, place: str) -> dict[str, Operation]:
    """What can be asked at a place below the noun's own address, by method."""
    return {operation.method: operation for operation in operations(entity) if operation.place == place}


def id_of(text: str) -> int:
    """An id as an address writes it; any other text is as the id of a missing record."""
    if not _ID.fullmatch(text) or int(text) > LARGEST_ID:
        raise NotThere()
    return int(text)


def by_method(request: HttpRequest, here: Mapping[str, Choice]) -> Choice:
    """What the request's method means here. Raises WrongMethod, and Forged for a write without its proof."""
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in here:
        raise WrongMethod(here)
    if method != "GET" and is_forged(request):
        raise Forged()
    return here[method]


def is_forged(request: HttpRequest) -> bool:
    """Whether a write came on a cookie without the token that only our own pages know; a key needs no such proof."""
    return _PROOF.process_view(request, HttpResponse, (), {}) is not None
