"""What follows new events: who comes into segments or leaves them, and whatever else is told whose they are. Events write no
journal, so they are followed by their ids."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from concerto.customers.event.model import Event
from concerto.kernel.journal.model import Bookmark
from concerto.kernel.segments.following import touched

Follow = Callable[[Sequence[int]], None]  # is given ids of customers
NAME = "customers.events"
PAGE = 5000
EVERY = 2.0  # seconds
SETTLED = timedelta(
    seconds=5
)  # after which no telling that began earlier can still commit; what does is found by the next count

_looked = [0.0]


def follow_events(also: Follow) -> None:
    """Called all the time; looks every other second."""
    if time.monotonic() - _looked[0] < EVERY:
        return
    _looked[0] = time.monotonic()
    while step(also):
        pass


def step(also: Follow) -> bool:
    """Have segments, and `also`, look again at the customers of the next events; answer whether there may be more."""
    with transaction.atomic():
        mark, made = Bookmark.objects.select_for_update().get_or_create(reader=NAME)
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
        customers = {customer for _pk, customer in found if customer}
        touched("customer", "event", customers)
        also(sorted(customers))
        mark.after_id = found[-1][0] if found else mark.after_id
        mark.save()
    return len(found) == PAGE
