"""New events, told once to whoever follows them. Events write no journal, so they are followed by their ids.

    @follows_events("customers.points")
    def earn(events: Sequence[tuple[int, int | None]]) -> None: ...

is given the ids of events and of their customers, up to PAGE at a time; the function and its bookmark share one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from concerto.customers.event.model import Event
from concerto.kernel.journal.model import Bookmark

PAGE = 5000
EVERY = 2.0  # seconds
SETTLED = timedelta(
    seconds=5
)  # after which no telling that began earlier can still commit; what does is found by the next count
Take = Callable[[Sequence[tuple[int, int | None]]], None]

_followers: dict[str, Take] = {}
_looked = [0.0]


def follows_events(name: str) -> Callable[[Take], Take]:
    """Register a function that follows events under a name that never changes."""

    def register(take: Take) -> Take:
        _followers[name] = take
        return take

    return register


def follow_events() -> None:
    """Called all the time; looks every other second."""
    if time.monotonic() - _looked[0] < EVERY:
        return
    _looked[0] = time.monotonic()
    for name, take in _followers.items():
        while step(name, take):
            pass


def step(name: str, take: Take) -> bool:
    """Tell a follower of the next events; answer whether there may be more."""
    with transaction.atomic():
        mark, made = Bookmark.objects.select_for_update().get_or_create(reader=name)
        newest = Event.everything.aggregate(last=Max("pk"))["last"] or 0
        if made:  # it begins with what comes from now on
            mark.after_id = newest
            mark.save()
        if newest == mark.after_id:
            return False
        settled = Event.everything.filter(pk__gt=mark.after_id, created_at__gte=timezone.now() - SETTLED)
        end = (settled.aggregate(first=Min("pk"))["first"] or newest + 1) - 1
        rows = Event.everything.filter(pk__gt=mark.after_id, pk__lte=end).order_by("pk").values_list("pk", "customer")
        found = list(rows[:PAGE])
        take(found)
        mark.after_id = found[-1][0] if found else mark.after_id
        mark.save()
    return len(found) == PAGE
