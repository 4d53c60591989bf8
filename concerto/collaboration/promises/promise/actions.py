"""What becomes of a promise. Each step says from where it goes on and whose it is; what does not fit is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.promises.promise.model import Promise, State
from concerto.collaboration.promises.promise.rules import FROM, is_theirs, suits
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import Action, action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label


def step(label: Label, icon: str, verb: str) -> Callable[[Callable[..., None]], Action[Promise]]:
    """A verb of promises: whoever reads one may have made it, so the function itself asks whose it is."""
    return action(on=Promise, label=label, needs=Act.READ, icon=icon, suits=partial(suits, verb))


@step(pgettext("promise", "Kept"), "checks", "keep")
def keep(actor: Actor, promise: Promise) -> None:
    """It is done as promised; after its time it counts as late."""
    _close(actor, promise, State.KEPT, promise.reason)


@step(pgettext("promise", "Broken"), "x", "break")
def break_(actor: Actor, promise: Promise, *, reason: str) -> None:
    """It was not kept and will not be, and why."""
    _close(actor, promise, State.BROKEN, needed(reason))


@step(pgettext("promise", "Released"), "circle-check", "release")
def release(actor: Actor, promise: Promise, *, reason: str) -> None:
    """The customer no longer needs it, and why. Nobody owes anything any more."""
    _close(actor, promise, State.RELEASED, needed(reason))


@step(_("Open again"), "arrow-back-up", "reopen")
def reopen(actor: Actor, promise: Promise) -> None:
    """It is owed after all; when it is due stays as it was."""
    refuse_unsuited(actor, promise)
    change(actor, promise, state=State.OPEN, closed_at=None, reason="")


def _close(actor: Actor, promise: Promise, state: State, reason: str) -> None:
    refuse_unsuited(actor, promise)
    change(replace(actor, reason=reason), promise, state=state, closed_at=timezone.now(), reason=reason)


def refuse_unsuited(actor: Actor, promise: Promise) -> None:
    """Raise Refused where the promise is closed, or open, by now, and Forbidden where it is not theirs."""
    if promise.state not in FROM[actor.verb]:
        now = State(promise.state).label
        raise Refused(
            format_lazy(
                _("This promise is “{state}” by now, so that cannot be done to it. Nothing was changed."), state=now
            )
        )
    if not is_theirs(actor, promise):
        raise Forbidden(_("This is for whoever keeps the promise, or made it, to do. Nothing was changed."))


def needed(reason: str) -> str:
    """A reason that says something. Raises Invalid."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    return reason.strip()
