"""The private calendar address of a person: a key that reads meetings and nothing else, and what it opens.

It is one of their API tokens, so that it is kept as a digest, listed and revoked like all of them.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from concerto.collaboration.meetings.calendar.writing import calendar_with, event_of
from concerto.collaboration.meetings.meeting.entity import meeting as described
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.token.actions import revoke
from concerto.kernel.access.token.keys import issue
from concerto.kernel.access.token.model import Acts, Token
from concerto.kernel.access.visibility import visible_to

PAST = timedelta(days=90)
MOST = 1000


def addresses_of(person: int | None) -> list[Token]:
    """The living keys of a person that were made for a calendar: they read meetings, only these, and do not expire."""
    living = Token.everything.filter(person=person, revoked_at=None, trashed_at=None, expires_at=None)
    return list(living.filter(acts=[Acts.READ], nouns=[described.id]).order_by("pk"))


def new_address(actor: Actor) -> str:
    """A fresh private address; any former one is closed."""
    assert actor.person, "somebody asks for their own calendar"
    with transaction.atomic():
        end_addresses(actor)
        key = issue(actor, person=actor.person, name=_("Calendar"), acts=[Acts.READ], nouns=[described.id])
    return f"{settings.PUBLIC_URL}/feed/{key}.ics"


def end_addresses(actor: Actor) -> None:
    for token in addresses_of(actor.person):
        revoke(actor, token)


def feed_of(actor: Actor) -> bytes:
    """What somebody arranged or is invited to, from three months ago on, as far as they may see it now."""
    mine = Q(owner=actor.person) | Q(invitees__person=actor.person, invitees__trashed_at=None)
    mine |= Q(invitees__department__in=sorted(actor.above), invitees__trashed_at=None)
    ids = Meeting.everything.filter(mine, starts_at__gt=timezone.now() - PAST).values("pk")
    rows = visible_to(actor, Meeting).filter(pk__in=ids).defer("search", "minutes").order_by("starts_at", "pk")[:MOST]
    with translation.override(actor.preferences.language or settings.LANGUAGE_CODE):
        return calendar_with((event_of(row) for row in rows), name=_("Meetings"))
