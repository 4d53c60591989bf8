"""Ringing what is due: each alarm once, in one transaction with what it does, whoever crashes and however late it is.

    @alarm("promise.overdue")
    def escalate(alarm: Alarm) -> None: ...

Moments are the database's own: a web server whose clock is wrong rings nothing early. If the database's clock is set
back, an alarm that has rung stays rung; those not yet due wait until it is their time again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from concerto.kernel.alarms.model import Alarm

log = logging.getLogger(__name__)
PAGE = 200  # alarms to a transaction
LONGEST_PAUSE = timedelta(hours=1)  # between two tries of one that fails
Ring = Callable[[Alarm], None]

_rings: dict[str, Ring] = {}


def alarm(kind: str) -> Callable[[Ring], Ring]:
    """Register what happens when alarms of a kind ring. It may write, and it may raise: then it is tried again later."""

    def register(ring: Ring) -> Ring:
        if kind in _rings:
            raise ValueError(f"two functions ring {kind}")
        _rings[kind] = ring
        return ring

    return register


def ring_due() -> int:
    """Ring everything that is due; answer how many rang."""
    rung = 0
    while True:
        with transaction.atomic(durable=True):
            due = list(_due())
            rung += sum(map(_rang, due))
        if len(due) < PAGE:
            return rung


def _due() -> list[Alarm]:
    """The next ones, locked: another process that rings takes others."""
    return list(waiting().select_for_update(skip_locked=True)[:PAGE])


def waiting() -> QuerySet[Alarm]:
    """What is due and has not rung, the longest waiting first. Kinds that this version does not know stay for one that does."""
    return Alarm.objects.filter(rung_at=None, next_try_at__lte=Now(), kind__in=list(_rings)).order_by(
        "next_try_at", "id"
    )


def _rang(alarm: Alarm) -> bool:
    """Ring one, in a savepoint: what fails leaves nothing behind but a word about it, and keeps nobody else waiting."""
    try:
        with transaction.atomic():
            _rings[alarm.kind](alarm)
            Alarm.objects.filter(pk=alarm.pk).update(rung_at=Now(), trouble="")
    except DatabaseError as error:
        if transaction.get_connection().needs_rollback:
            raise  # the connection is gone: nothing rang
        _put_off(alarm, error)
    except Exception as error:
        _put_off(alarm, error)
    else:
        return True
    return False


def _put_off(alarm: Alarm, error: Exception) -> None:
    log.warning("the alarm %s of %s failed; it will be tried again", alarm.kind, alarm.key, exc_info=error)
    pause = min(timedelta(seconds=10) * 2**alarm.tries, LONGEST_PAUSE)
    Alarm.objects.filter(pk=alarm.pk).update(
        tries=alarm.tries + 1, next_try_at=Now() + pause, trouble=f"{type(error).__name__}: {error}"[:1000]
    )
