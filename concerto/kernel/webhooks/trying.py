"""How anything that goes to another system is tried: claimed first, so that a crash on the way means another try and not a
lost one; again with growing delays; given up; and what cannot be reached for long is turned off.

For webhooks and whatever else keeps messages (`state`, `tries`, `next_try_at`, `problem`) for something that can be turned
off (`active`, `failures`, `paused_until`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as say

from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.webhooks.delivery.model import State

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]  # between tries, up to a day
MOST_TRIES = len(DELAYS) + 1
MOST_FAILURES = 10  # in a row, whatever the message; then it is turned off
CLAIMED = timedelta(minutes=5)  # longer than any try takes


@dataclass(frozen=True)
class Way:
    """Messages, the link by which each knows where it goes, and how that is turned off by itself."""

    messages: models.Manager[Any]
    to: str
    off: Callable[[Any, Label], None]

    @property
    def targets(self) -> Any:
        model: Any = self.messages.model._meta.get_field(self.to).related_model
        return model.everything

    def due(self) -> Q:
        """Messages whose time has come, to where it is on and not paused."""
        now, to = timezone.now(), self.to
        awake = Q(**{f"{to}__paused_until": None}) | Q(**{f"{to}__paused_until__lte": now})
        on = {f"{to}__active": True, f"{to}__trashed_at": None}
        return awake & Q(state=State.WAITING, next_try_at__lte=now, **on)

    def claim(self, target: int) -> Any:
        """The next message to there, set down for another try in case that this one never ends; None where none is due."""
        with transaction.atomic():
            waiting = self.messages.filter(self.due(), **{self.to: target}).order_by("next_try_at", "pk")
            found = waiting.select_related(self.to).select_for_update(of=("self",), skip_locked=True).first()
            if found is not None:
                keep(found, tries=(found.tries or 0) + 1, next_try_at=timezone.now() + CLAIMED)
        return found

    def arrived(self, message: Any) -> None:
        keep(message, state=State.DELIVERED, next_try_at=None)
        self.targets.filter(pk=self._id(message), failures__gt=0).update(failures=0, paused_until=None)

    def failed(self, message: Any, *, gone: Label = "") -> None:
        """Try again later, or not any more; the target rests, the longer the more often it failed in a row. `gone` is why
        nothing will ever arrive there."""
        tries, now = message.tries or 1, timezone.now()
        given_up = bool(gone) or tries >= MOST_TRIES
        again = None if given_up else now + DELAYS[tries - 1]
        keep(message, state=State.FAILED if given_up else State.WAITING, next_try_at=again)
        self.targets.filter(pk=self._id(message)).update(failures=F("failures") + 1)
        target = self.targets.get(pk=self._id(message))
        failures = target.failures or 1
        self.targets.filter(pk=target.pk).update(paused_until=now + DELAYS[min(failures, len(DELAYS)) - 1])
        if gone:
            self.off(target, gone)
        elif failures >= MOST_FAILURES:
            told = {"count": failures, "problem": message.problem}
            self.off(target, say("%(count)s tries in a row failed; the last problem: %(problem)s") % told)

    def _id(self, message: Any) -> int:
        return int(getattr(message, f"{self.to}_id"))


def keep(message: Any, **values: object) -> None:
    """How a message goes is no change by anybody, so no line of the journal tells of it."""
    for name, value in values.items():
        setattr(message, name, value)
    model = type(message)
    if isinstance(message, Record):
        values |= {"updated_at": timezone.now(), "version": F("version") + 1}
    rows = model.everything if isinstance(message, Record) else model.objects
    rows.filter(pk=message.pk).update(**values)
