"""What becomes of a task. Whoever sees it may take a step; what does not fit is refused, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.tasks.task.checklist import ticked
from concerto.collaboration.tasks.task.model import OWED, State, Task
from concerto.collaboration.tasks.task.order import before
from concerto.collaboration.tasks.task.renewing import renew
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.action import Action, action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label

FROM: Mapping[str, tuple[State, ...]] = {  # verb → the states from which it goes on
    "start": (State.OPEN, State.WAITING),
    "wait": (State.OPEN, State.PROGRESS),
    "finish": OWED,
    "drop": OWED,
    "reopen": (State.DONE, State.DROPPED),
    "tick": OWED,
    "take": OWED,
}
OPENED: Mapping[str, Any] = {"closed_at": None, "closed_by": None, "reason": ""}


def suits(verb: str, actor: Actor, task: Task) -> bool:
    return task.state in FROM[verb] and not (verb == "take" and task.assignee_id == actor.person)


def step(label: Label, icon: str, verb: str, *, bulk: bool = True) -> Callable[[Callable[..., None]], Action[Task]]:
    return action(on=Task, label=label, icon=icon, bulk=bulk, suits=partial(suits, verb))


@step(pgettext("task", "Start"), "player-play", "start")
def start(actor: Actor, task: Task) -> None:
    """Begin the work, or go on with it."""
    refuse_unsuited(actor, task)
    change(actor, task, state=State.PROGRESS, **OPENED)


@step(pgettext("task", "Finish"), "check", "finish")
def finish(actor: Actor, task: Task) -> None:
    """It is done. Refused while one that has to be done before is open. One that comes again makes the next."""
    refuse_unsuited(actor, task)
    refuse_blocked(actor, task)
    change(actor, task, state=State.DONE, closed_at=timezone.now(), closed_by=actor.person, reason="")
    renew(actor, task)


@step(pgettext("task", "Wait"), "hourglass", "wait")
def wait(actor: Actor, task: Task, *, reason: str) -> None:
    """It cannot go on now, and why."""
    refuse_unsuited(actor, task)
    said = needed(reason)
    change(replace(actor, reason=said), task, state=State.WAITING, reason=said)


@step(pgettext("task", "Take"), "hand-grab", "take")
def take(actor: Actor, task: Task) -> None:
    """Do it oneself, whoever it was given to."""
    refuse_unsuited(actor, task)
    change(actor, task, assignee=actor.person)


@step(pgettext("task", "Drop"), "x", "drop")
def drop(actor: Actor, task: Task, *, reason: str) -> None:
    """It will not be done, and why; nothing comes after it."""
    refuse_unsuited(actor, task)
    said, now = needed(reason), timezone.now()
    change(replace(actor, reason=said), task, state=State.DROPPED, closed_at=now, closed_by=actor.person, reason=said)


@step(pgettext("task", "Reopen"), "rotate", "reopen")
def reopen(actor: Actor, task: Task) -> None:
    """It is to be done after all."""
    refuse_unsuited(actor, task)
    change(actor, task, state=State.OPEN, **OPENED)


@action(on=Task, label=_("Move"), icon="arrow-right", bulk=False, suits=lambda _actor, _task: False)
def move(actor: Actor, task: Task, *, state: State, reason: str = "") -> None:
    """Bring it to another state, as a board does: the step that leads there."""
    if task.state == state:
        return
    if task.state not in OWED and state in OWED:
        change(actor, task, state=State.OPEN, **OPENED)
    steps = {State.PROGRESS: start, State.DONE: finish, State.WAITING: wait, State.DROPPED: drop}
    if state in (State.WAITING, State.DROPPED):
        if not reason.strip():
            raise Refused(_("Say why."), ask_for=["reason"])
        steps[state].run(actor.doing(steps[state].verb), task, reason=reason)
    elif state in steps:
        steps[state].run(actor.doing(steps[state].verb), task)
    elif task.state != State.OPEN:
        change(actor, task, state=State.OPEN, **OPENED)


@action(on=Task, label=_("Tick"), icon="checkbox", bulk=False, suits=lambda _actor, _task: False)
def tick(actor: Actor, task: Task, *, place: int, words: str) -> None:
    """Turn over the step at a place of the checklist, counted from 1. Refused where it says something else by now."""
    refuse_unsuited(actor, task)
    checklist = ticked(task.checklist, place, words)
    if checklist is None:
        raise Refused(_("The checklist was changed meanwhile. Nothing was changed."))
    change(actor, task, checklist=checklist)


def refuse_unsuited(actor: Actor, task: Task) -> None:
    """Raise Refused where somebody took that step already, or another."""
    if task.state not in FROM[actor.verb]:
        raise Refused(
            format_lazy(
                _("This task is “{state}” by now, so that cannot be done to it. Nothing was changed."),
                state=State(task.state).label,
            )
        )


def refuse_blocked(actor: Actor, task: Task) -> None:
    """Raise Refused while tasks before it are open, and say which they are to whoever may see them."""
    waits_for = before([task.pk]).get(task.pk, [])
    if not waits_for:
        return
    seen = reached(actor, Task, [each.pk for each in waits_for])
    codes = {each.pk: entity_of(each).code(each.pk) for each in waits_for}
    named = [f"“{each.title}” ({codes[each.pk]})" if each.pk in seen else codes[each.pk] for each in waits_for]
    raise Refused(
        format_lazy(_("It has to wait until {before} is done. Nothing was changed."), before=", ".join(named))
    )


def needed(reason: str) -> str:
    """A reason that says something. Raises Invalid."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    return reason.strip()
