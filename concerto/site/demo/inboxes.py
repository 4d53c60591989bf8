"""What stands in the inboxes of the demo company: the hand-offs of the last days, as their steps told of them; and a robot."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.readers import tell_the_other_side
from concerto.collaboration.sides import department_of
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice

TOLD, NEWS = timedelta(days=30), timedelta(days=6)
BUSY = ("executive", "service-lead", "marketing")  # the others have read theirs, and see it when something arrives


def fill_inboxes() -> None:
    """What is older than a few days was read."""
    now = timezone.now()
    tell_the_other_side(list(Entry.objects.filter(entity="handoff", happened_at__gt=now - TOLD).order_by("id")))
    happened = Entry.objects.filter(id=OuterRef("journal")).values("happened_at")[:1]
    Notice.objects.update(at=Subquery(happened), stands_at=Subquery(happened))
    Notice.objects.filter(Q(at__lt=now - NEWS) | ~Q(person__username__in=BUSY)).update(read_at=F("at"))
    person = visible_to(SYSTEM, Person).get(username="service-lead")
    told = {"name": "客服部群", "service": "wecom", "person": person.pk, "department": department_of("service")}
    create(
        SYSTEM, named("robot"), told | {"kinds": ["handoff-offered", "handoff-late", "mentioned"], "work_hours": True}
    )
