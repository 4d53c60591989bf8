"""The journey of one customer and of many, drawn; and what stands under the steps in a customer's head."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer
from concerto.customers.event.entity import event
from concerto.customers.journey.ahead import ahead_of
from concerto.customers.journey.course import Course
from concerto.customers.journey.drawing import draw
from concerto.customers.journey.funnel import funnel
from concerto.customers.journey.measuring import journey_of
from concerto.customers.journey.reading import course_of
from concerto.customers.journey.stages import may_know
from concerto.customers.lifecycle_stage.entity import lifecycle_stage
from concerto.customers.pain_point.entity import pain_point
from concerto.customers.pain_point.model import PainPoint, Sort
from concerto.customers.stay.entity import stay
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.listing.saying import told
from concerto.kernel.pages.record.look import look_at
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.query.language import parse
from concerto.kernel.query.periods import said
from concerto.kernel.ui.addresses import list_address, record_address

PERIODS = ("90d", "365d", "")  # of pain points; the last is all times
MOST_SEGMENTS = 200


@page("GET")
def ahead(request: Asking, id: int) -> HttpResponse:
    """What is missing for the next stage, and the duties at this one."""
    look = look_at(request.actor, customer, id)
    assert isinstance(look.record, Customer)
    known = ahead_of(request.actor, look.record) if may_know(request.actor) else None
    return answer(request, "journey/ahead.html", {"look": look, "ahead": known})


@page("GET")
def of_one(request: Asking, id: int) -> HttpResponse:
    """The map of one customer."""
    look = look_at(request.actor, customer, id)
    assert isinstance(look.record, Customer)
    course = course_of(request.actor, look.record)
    context = {
        "look": look, "course": course, "picture": draw(course), "stays": stays_told(course),
        "all_pains": list_address(pain_point, filter=f"customer = {look.code}", sort="-at"),
        "stages": customer.fields["stage"].choices, "hues": dict(Hue.choices), "words_of": words_of, "pain_address": pain_address,
    }  # fmt: skip
    return answer(request, "journey/one.html", context)


def stays_told(course: Course) -> list[dict[str, Any]]:
    """Each stay with what its stage aims at, the newest first."""
    rows = [
        {"stay": stay, "aim": course.stages.get(stay.stage), "late": course.delayed_from(stay)} for stay in course.stays
    ]
    return rows[::-1]


def words_of(pain: PainPoint) -> str:
    """What hurt: the kind of event and what it was about, or the sort of pain point."""
    kind = pain_point.fields["kind"]
    label = kind.kind.show(kind, pain.kind) if pain.kind else str(Sort(pain.sort).label)
    return " · ".join(filter(None, (label, pain.what)))


def pain_address(pain: PainPoint) -> str:
    """The row that hurts: the event, or the stay that is too long."""
    return record_address(event, pain.event_id) if pain.event_id else record_address(stay, -pain.origin)


@page("GET")
def of_many(request: Asking) -> HttpResponse:
    """The map of the customers that `filter` leaves, or of a `segment`; of all where neither is given. Raises Unclear."""
    if not may(request.actor, customer, Act.READ) or not may_know(request.actor):
        raise Forbidden()
    segment = request.GET.get("segment", "")
    filter = (
        f"segment = {segment}" if segment.isascii() and segment.isdigit() else request.GET.get("filter", "").strip()
    )
    within = request.GET.get("within", PERIODS[1])
    within = within if within in PERIODS else PERIODS[1]
    journey = journey_of(request.actor, filter, within)
    context = {
        "journey": journey, "funnel": funnel(journey), "filter": filter, "within": within, "periods": periods(), "segment": segment,
        "segments": segments(request.actor), "words": told(request.actor, customer, parse(filter)) if filter else "",
        "stages": list_address(lifecycle_stage), "entity": customer,
        "aims": {step.stage: record_address(lifecycle_stage, step.aim.pk) for step in journey.steps if step.aim},
        "may_aim": may(request.actor, lifecycle_stage, Act.EDIT),
    }  # fmt: skip
    return answer(request, "journey/many.html", context)


def periods() -> list[tuple[str, str]]:
    """With what they are called."""
    return [(each, said(each) if each else _("all times")) for each in PERIODS]


def segments(actor: Actor) -> list[Segment]:
    rows = visible_to(actor, Segment).filter(noun=customer.id).order_by("sort_key", "pk")
    return list(rows.defer("search")[:MOST_SEGMENTS])


urlpatterns: list[URLPattern] = [
    path(f"{customer.path}/<int:id>/ahead", ahead),
    path(f"{customer.path}/<int:id>/journey", of_one),
    path("journey", of_many),
]
