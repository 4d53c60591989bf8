"""The first page of a Concerto in which there is nothing yet: what each reader can begin with, one step after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect

from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.holding import is_administrator
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import HOME, list_address, making_address

SKIPPED = "start_skipped"  # in the session: this browser need not be told again


@dataclass(frozen=True)
class Step:
    """Something to begin with: for whoever may do `act` with the noun, done once there are more of it than `least`.

    Creating and importing lead to their forms, editing to the list.
    """

    noun: str
    label: Label
    text: Label
    act: Act = Act.CREATE
    least: int = 0

    @property
    def entity(self) -> Entity:
        return named(self.noun)

    @property
    def is_done(self) -> bool:
        return visible_to(SYSTEM, self.entity.model)[: self.least + 1].count() > self.least

    @property
    def brings_in(self) -> bool:
        return self.act is Act.IMPORT

    @property
    def address(self) -> str:
        here = {Act.CREATE: making_address(self.entity), Act.IMPORT: f"{list_address(self.entity)}import"}
        return here.get(self.act, list_address(self.entity))


@dataclass(frozen=True)
class Sample:
    """A made-up company to look around in. `load` begins, and answers at once; `is_loading` says whether it is under way."""

    load: Callable[[], None]
    is_loading: Callable[[], bool]


_steps: list[Step] = []
_samples: list[Sample] = []


def begin_with(steps: Sequence[Step], sample: Sample) -> None:
    """Set what the first page offers; the site knows."""
    _steps[:], _samples[:] = steps, [sample]


def is_empty(entity: Entity) -> bool:
    """Whether nobody has anything in a noun's list yet."""
    return not visible_to(SYSTEM, entity.model).exists()


def steps_for(actor: Actor) -> list[Step]:
    return [step for step in _steps if may(actor, step.entity, step.act)]


def wanted(request: Asking, first: Entity) -> bool:
    """Whether the reader should be met by the start page: there is nothing in the first list, and something to do about it."""
    return SKIPPED not in request.session and is_empty(first) and bool(steps_for(request.actor))


@page("GET", "POST")
def start(request: Asking) -> HttpResponse:
    """The steps; posted, they are skipped for this session."""
    if request.method == "POST":
        request.session[SKIPPED] = True
        return HttpResponseRedirect(HOME)
    steps = [(step, step.is_done) for step in steps_for(request.actor)]
    now = next((step for step, done in steps if not done), None)
    shown = {"steps": steps, "now": now, "done": sum(done for _step, done in steps), "sample": offered(request.actor)}
    return answer(request, "start.html", shown)


def offered(actor: Actor) -> Sample | None:
    """The sample, for an administrator of a Concerto in which nothing was begun."""
    begun = any(step.is_done for step in _steps if step.act is not Act.EDIT)
    return next(iter(_samples), None) if is_administrator(actor) and not begun else None


@page("GET", "POST")
def sample(request: Asking) -> HttpResponse:
    """Posted, the sample begins to load; asked, how far it is. Once it is there the reader goes on to look at it."""
    if not is_administrator(request.actor):
        raise Forbidden()
    offer = offered(request.actor)
    if offer is None:
        return HttpResponse(headers={"HX-Redirect": HOME})
    if request.method == "POST":
        offer.load()
    return answer(request, "start_loading.html", {"loading": offer.is_loading()})
