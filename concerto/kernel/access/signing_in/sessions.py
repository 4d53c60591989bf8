"""Sessions: opened with a row of their own, which decides about every later request and can be ended from anywhere."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from concerto.kernel.access.actor import PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.factor_rule.model import FactorRule
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means, Outcome, SignIn
from concerto.kernel.access.signing_in.visitor import visitor
from concerto.kernel.actions.change import add, change
from concerto.kernel.entity.record import Record
from concerto.kernel.statements.kept import Kept, Slot, among

SESSION = "sign_in"  # in the session: the id of its row
PROVED = "proved_at"  # in the session: when it last showed who it is
SEEN_EVERY = timedelta(minutes=1)  # how exactly “last seen” is kept


@dataclass(frozen=True)
class Open:
    """The living session of a request."""

    id: int
    person: int
    strong: bool
    seen: datetime | None


def open_session(request: HttpRequest, person: Person, means: Means, *, strong: bool = False) -> Actor:
    """Let a person in: a new session whatever there was before, and a line in the journal."""
    leave(request)
    actor = actor_for(person.pk, PAGE) or SYSTEM
    row = _kept(actor.doing("sign-in"), request, person, Outcome.SIGNED_IN, means, strong=strong)
    request.session[SESSION] = row.pk
    request.session[PROVED] = time.time()
    rotate_token(request)
    return actor


def note_failure(request: HttpRequest, person: Person | None, outcome: Outcome, means: Means) -> None:
    """Tell whom it concerns that somebody tried; a name that nobody has is told to administrators, without the name."""
    _kept(SYSTEM.at(PAGE).doing("sign-in-failed"), request, person, outcome, means)


def _kept(
    actor: Actor, request: HttpRequest, person: Person | None, outcome: Outcome, means: Means, *, strong: bool = False
) -> SignIn:
    who = visitor(request)
    came = outcome is Outcome.SIGNED_IN
    row = SignIn(person=person, outcome=outcome, means=means, device=who.device, place=who.place, strong=strong)
    row.seen_at = timezone.now() if came else None
    with transaction.atomic():
        return add(actor, row)


def leave(request: HttpRequest) -> None:
    """Close the session, if there is one, and forget everything it held."""
    found = session_of(request)
    if found:
        with transaction.atomic():
            row = SignIn.everything.select_for_update(of=("self",), no_key=True).get(pk=found.id)
            change((actor_for(found.person, PAGE) or SYSTEM).doing("sign-out"), row, ended_at=timezone.now())
    request.session.flush()


def session_of(request: HttpRequest) -> Open | None:
    """The living session of a request, which has been seen with it."""
    found = known_session(request.session)
    now = timezone.now()
    if found and found.seen and found.seen < now - SEEN_EVERY:
        SignIn.everything.filter(pk=found.id).update(seen_at=now)
    return found


def known_session(kept: SessionBase) -> Open | None:
    """The living session that a browser's own names, without counting as being seen."""
    id = kept.get(SESSION)
    return living_sessions([id]).get(id) if isinstance(id, int) else None


def living_sessions(ids: Iterable[int]) -> dict[int, Open]:
    """Those of the sessions that live: not ended, not idle, not too old, and strong where a rule asks for it."""
    now = timezone.now()
    awake = now - timedelta(hours=settings.SESSION_IDLE_HOURS)
    young = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return {row[0]: Open(*row) for row in _living().tuples(ids=list(ids), awake=awake, young=young)}


@cache
def _living() -> Kept[Record]:
    rules = FactorRule.everything.filter(trashed_at=None, roles__overlap=OuterRef("person__roles"))
    living = SignIn.everything.filter(
        Q(strong=True) | ~Exists(rules),
        among("ids"),
        outcome=Outcome.SIGNED_IN,
        ended_at=None,
        seen_at__gt=Slot("awake", "timestamptz"),
        created_at__gt=Slot("young", "timestamptz"),
    )
    return Kept(living.values_list("pk", "person_id", "strong", "seen_at"))
