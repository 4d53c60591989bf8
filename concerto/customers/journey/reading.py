"""What the journey of a customer is drawn from, as far as the reader may see it: a handful of queries, however long it is."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.customers.event.entity import event
from concerto.customers.event.model import Event
from concerto.customers.event_kind.model import EventKind, Feeling
from concerto.customers.journey.course import Course, Done, Touch, Visit
from concerto.customers.journey.stages import described, may_know
from concerto.customers.pain_point.entity import pain_point
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.model import Stay
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.registry import entities
from concerto.kernel.notices.reading import title_of
from concerto.kernel.timeline.reading import timeline
from concerto.kernel.timeline.telling import Happening
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.looks import moment_in_words
from concerto.kernel.ui.marks import hue_of

MOST = 200  # of touches, of events and of pain points: the latest


def course_of(actor: Actor, customer: Customer) -> Course:
    """The journey of a customer that `actor` was shown."""
    pains = pains_of(actor, customer)
    return Course(
        until=timezone.now(),
        stays=stays_of(actor, customer),
        stages=described(actor),
        touches=touches_of(actor, customer),
        events=events_of(actor, customer, {pain.event_id for pain in pains}),
        pains=pains,
    )


def stays_of(actor: Actor, customer: Customer) -> list[Visit]:
    if not may_know(actor):
        return []
    rows = visible_to(actor, Stay).filter(customer=customer.pk).order_by("place")
    found: Iterable[Any] = rows.values_list("pk", "stage", "since", "until", "reason")
    return [Visit(*row) for row in found]


def touches_of(actor: Actor, customer: Customer) -> list[Touch]:
    """Entries of the timeline that people wrote: calls, meetings, notes, whatever nouns there are of that sort."""
    nouns = tuple(each.id for each in entities() if each.entry and each.follows and each.follows.target is Customer)
    told = timeline(actor, customer, limit=MOST, nouns=nouns).happenings
    return [_touch(actor, each) for each in reversed(told) if each.line.verb == CREATE]


def _touch(actor: Actor, happening: Happening) -> Touch:
    record, who, at = happening.record, happening.who, happening.line.happened_at
    assert record, "an entry that is told is there"
    said = (moment_in_words(at), title_of(actor, who) if who else "", title_of(actor, record))
    return Touch(
        at, hue_of(who) if who else "it", " · ".join(filter(None, said)), record_address(happening.entity, record.pk)
    )


def events_of(actor: Actor, customer: Customer, hurting: Container[int | None]) -> list[Done]:
    """What hurt is drawn so whatever its kind says: a low score is one of a review."""
    known = readable(actor, event)
    if not {"customer", "kind", "at"} <= known.keys():
        return []
    feelings = dict(visible_to(actor, EventKind).values_list("key", "feeling"))
    rows: Iterable[Any] = (
        visible_to(actor, Event).filter(customer=customer.pk).order_by("-at", "-pk").defer("search")[:MOST]
    )
    kind = event.fields["kind"]
    return [
        Done(
            row.at,
            Feeling.BAD if row.pk in hurting else feelings.get(row.kind, Feeling.PLAIN),
            _said(row, kind.kind.show(kind, row.kind), "what" in known),
            record_address(event, row.pk),
        )
        for row in reversed(list(rows))
    ]


def _said(row: Any, kind: str, about: bool) -> str:
    return " · ".join(filter(None, (moment_in_words(row.at), kind, row.what if about else "")))


def pains_of(actor: Actor, customer: Customer) -> list[PainPoint]:
    """Only for whoever may know the stage that each belongs to, and the score that may be the reason."""
    if not may_know(actor) or not pain_point.fields.keys() <= {*readable(actor, pain_point), "tags"}:
        return []
    rows = visible_to(actor, PainPoint).filter(customer=customer.pk).order_by("-at", "-pk").defer("search")[:MOST]
    return list(reversed(rows))
