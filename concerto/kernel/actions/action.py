"""A verb: the one way to write. Declared once, it is a button, an API operation, a palette entry and a journal verb.

    @action(on=Opportunity, label=_("Move to stage"))
    def move(actor: Actor, deal: Opportunity, *, to: Stage) -> None:
        change(actor, deal, stage=to.id)

Calling `move(actor, deal, to=…)` checks the right, locks the row, runs the function and commits, all or nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import transaction

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import locked_row, reached
from concerto.kernel.access.rights import may_do, within_limits
from concerto.kernel.actions.gates import asking, pass_gates
from concerto.kernel.actions.refusal import Forbidden, NotThere, Stale
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label

Noun = TypeVar("Noun", bound=Record)
Suits = Callable[[Actor, Any], bool]


class Action(Generic[Noun]):
    """A verb on one record of `on`. `inputs` are its keyword-only parameters, by name; `bulk`, whether it makes sense for
    many records at once; `suits`, whether a page offers it for a record to an actor: the verb itself still refuses; `begun`,
    whether its dialog begins with what the actor may read of the record under the same names, and not only with what could be
    written otherwise, too."""

    def __init__(
        self,
        run: Callable[..., Any],
        on: type[Noun],
        label: Label,
        needs: Act,
        icon: str,
        *,
        bulk: bool = True,
        suits: Suits | None = None,
        begun: bool = False,
    ) -> None:
        self.begun = begun
        self.run, self.on, self.label, self.needs, self.icon, self.bulk = run, on, label, needs, icon, bulk
        self.suits = suits or always
        self.verb = run.__name__.rstrip("_").replace("_", "-")
        self.inputs = {
            name: parameter
            for name, parameter in inspect.signature(run).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        self.__doc__ = run.__doc__

    def __call__(self, actor: Actor, record: Noun, *, version: int | None = None, **inputs: Any) -> Any:
        """Do it. `version` is the one the actor read; a newer one refuses with Stale."""
        entity = entity_of(self.on)
        with asking(actor, entity, self.verb, record.pk, inputs), transaction.atomic():
            fresh = locked(actor, self.on, record.pk, self.needs, version=version)
            done = self.run(actor.doing(self.verb), fresh, **inputs)
            pass_gates(actor.doing(self.verb), entity, self.verb, [record.pk])
        return done

    def allowed(self, actor: Actor) -> bool:
        """Whether there can be a record on which the actor may do it."""
        return may_do(actor, entity_of(self.on), self.needs)


def action(
    *,
    on: type[Noun],
    label: Label,
    needs: Act = Act.EDIT,
    icon: str = "bolt",
    bulk: bool = True,
    suits: Suits | None = None,
    begun: bool = False,
) -> Callable[[Callable[..., Any]], Action[Noun]]:
    """Make a function a verb on `on`; the function's name is the verb."""

    def declare(run: Callable[..., Any]) -> Action[Noun]:
        return Action(run, on, label, needs, icon, bulk=bulk, suits=suits, begun=begun)

    return declare


def locked(
    actor: Actor, model: type[Noun], id: int, act: Act, *, version: int | None = None, trashed: bool = False
) -> Noun:
    """The row, locked until commit, if the actor may do `act` to it. Raises NotThere, Forbidden or Stale."""
    if not within_limits(actor, entity_of(model), act):
        raise Forbidden()
    row = locked_row(actor, model, id, act, trashed=trashed)
    if row is None:
        raise Forbidden() if reached(actor, model, [id], trashed=trashed) else NotThere()
    if version is not None and version != row.version:
        raise Stale(read=version, current=row.version)
    return row


def always(actor: Actor, record: Record) -> bool:
    """A verb that nothing was said of is offered wherever it may be done."""
    return True
