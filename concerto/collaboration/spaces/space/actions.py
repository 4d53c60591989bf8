"""Closing a space with what was learned, and opening it again."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.spaces.space.model import Space, State
from concerto.collaboration.spaces.space.rights import leads
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.inputs import LongText
from concerto.kernel.actions.refusal import Invalid, Refused


def _may_close(actor: Actor, space: Space) -> bool:
    return space.state == State.ACTIVE and leads(actor, space)


def _may_reopen(actor: Actor, space: Space) -> bool:
    return space.state == State.CLOSED and leads(actor, space)


@action(on=Space, label=pgettext("space", "Close"), icon="archive", bulk=False, suits=_may_close)
def close(actor: Actor, space: Space, *, lessons: LongText) -> None:
    """The goal is reached, or given up. What was learned is kept with it and found by search."""
    if space.state == State.CLOSED:
        raise Refused(_("This space is closed already."))
    if not lessons.strip():
        raise Invalid({"lessons": _("Say what was learned: what you would do again, and what not.")})
    change(actor, space, state=State.CLOSED, closed_at=timezone.now(), lessons=lessons.strip())


@action(on=Space, label=pgettext("space", "Open again"), icon="archive-off", bulk=False, suits=_may_reopen)
def reopen(actor: Actor, space: Space) -> None:
    """Go on; what was learned stays written."""
    if space.state == State.ACTIVE:
        raise Refused(_("This space is open."))
    change(actor, space, state=State.ACTIVE, closed_at=None)
