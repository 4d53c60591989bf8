"""Ending sessions: one, or all of somebody's. The next request of that browser is a stranger's."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.sign_in.model import Outcome, SignIn
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.entity.policy import Act


@action(on=SignIn, label=_("End this session"), needs=Act.READ, icon="logout")
def end(actor: Actor, session: SignIn) -> None:
    """The session's own person may end it, and an administrator; ending it twice changes nothing."""
    if session.outcome == Outcome.SIGNED_IN and session.ended_at is None:
        change(actor, session, ended_at=timezone.now())


def end_all(actor: Actor, person: int, *, but: int | None = None) -> int:
    """End every session of a person, except one; answer how many there were."""
    with transaction.atomic():
        living = SignIn.everything.filter(person=person, outcome=Outcome.SIGNED_IN, ended_at=None).exclude(pk=but or 0)
        rows = list(living.select_for_update(of=("self",), no_key=True).order_by("pk"))
        for row in rows:
            change(actor.doing(end.verb), row, ended_at=timezone.now())
    return len(rows)
