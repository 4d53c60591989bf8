"""Who belongs to a segment follows the data; its tag follows its members, and what people did by hand stays."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.belonging.segment.model import Member, Segment, Size
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.segments.following import follow, touched
from concerto.kernel.segments.overlap import overlap
from concerto.kernel.segments.refreshing import Moved, due, looks_back, refresh
from concerto.kernel.segments.segment.actions import share
from concerto.kernel.segments.tagging import settle
from tests.cast import acting, client_of, customer_of, made

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
FILTER = 'city = "Segmentville"'


def customer(name: str, **values: Any) -> Customer:
    found = made(acting("admin"), "customer", {"name": name, "city": "Segmentville", **values})
    assert isinstance(found, Customer)
    return found


def segment(filter: str = FILTER, who: str = "admin", **values: Any) -> Segment:
    found = made(acting(who), "segment", {"name": f"Segment {next(NUMBERS)}", "filter": filter, **values})
    assert isinstance(found, Segment)
    return found


def members(one: Segment) -> set[int]:
    return set(Member.objects.filter(segment=one.pk, left_at=None).values_list("record", flat=True))


def asked(filter: str, who: str = "admin") -> set[int]:
    return {row.pk for row in page(acting(who), named("customer"), Asked(filter=filter, limit=200)).rows}


def test_members_come_and_go_and_their_stays_are_kept(db: None) -> None:
    first, second = customer("First"), customer("Second")
    one = segment()
    assert refresh(one) == Moved(2, 0)
    standard.edit(acting("admin"), named("customer"), first.pk, {"city": "Elsewhere"})
    third = customer("Third")
    assert refresh(one) == Moved(1, 1)
    assert members(one) == {second.pk, third.pk}
    standard.delete(acting("admin"), named("customer"), third.pk)
    assert refresh(one) == Moved(0, 1)
    standard.edit(acting("admin"), named("customer"), first.pk, {"city": "Segmentville"})
    refresh(one)
    assert Member.objects.filter(segment=one.pk, record=first.pk).count() == 2
    one.refresh_from_db()
    assert one.size == 2
    assert [each.size for each in Size.objects.filter(segment=one.pk).order_by("pk")] == [2, 2, 1, 2]


def test_a_segment_in_the_trash_has_no_members(db: None) -> None:
    customer("First")
    one = segment()
    refresh(one)
    standard.delete(acting("admin"), named("segment"), one.pk)
    refresh(one)
    assert members(one) == set()


def test_a_change_is_followed_at_once_on_the_record_or_on_what_links_to_it(db: None) -> None:
    first, second = customer("First"), customer("Second")
    plain, noted = segment(), segment(f"{FILTER} and count(note) >= 1")
    before = Entry.objects.order_by("-id")[0].id
    note = made(acting("admin"), "note", {"customer": second.pk, "body": "Met them"})
    standard.edit(acting("admin"), named("customer"), first.pk, {"stage": "retain"})
    follow(list(Entry.objects.filter(id__gt=before).order_by("id")))
    assert (members(plain), members(noted)) == ({first.pk}, {second.pk})
    before = Entry.objects.order_by("-id")[0].id
    standard.edit(acting("admin"), named("note"), note.pk, {"customer": first.pk})
    follow(list(Entry.objects.filter(id__gt=before)))
    assert members(noted) == {first.pk}


def test_events_bring_customers_in(db: None) -> None:
    one = customer("Buyer")
    buyers = segment(f"{FILTER} and count(event where kind = purchase and at within 30d) >= 2")
    now = timezone.now()
    for days in (1, 2, 90):
        Event.everything.create(
            customer=one, kind="purchase", at=now - timedelta(days=days), created_at=now, updated_at=now
        )
    touched("customer", "event", {one.pk})
    assert members(buyers) == {one.pk}
    assert looks_back(parse(buyers.filter))
    assert not looks_back(parse(FILTER))


def test_one_that_stays_as_it_is_is_counted_once(db: None) -> None:
    one = segment(kept="fixed")
    assert due(one, timezone.now(), 0.1) is None
    first = customer("First")
    refresh(one)
    customer("Later")
    follow(list(Entry.objects.order_by("-id")[:5]))
    assert members(one) == {first.pk}


# -- as a condition ---------------------------------------------------------------------------------------------------
def test_belonging_is_a_condition_of_every_filter(db: None) -> None:
    first, second = customer("First"), customer("Second", stage="retain")
    one, other = segment(), segment(f"{FILTER} and stage = retain")
    refresh(one)
    refresh(other)
    assert asked(f"segment = {one.pk}") == {first.pk, second.pk}
    assert asked(f'segment in ("{one.name}") and segment != SG-{other.pk:05d}') == {first.pk}
    both = overlap(one, other)
    assert (both.mine, both.both, both.theirs) == (1, 1, 0)


def test_segments_out_of_sight_cannot_be_asked(db: None) -> None:
    private = segment()
    with pytest.raises(Unclear):
        asked(f"segment = {private.pk}", "sales")
    share(SYSTEM, private, shared_with="everyone")
    assert asked(f"segment = {private.pk}", "sales") == set()


def test_what_a_reader_may_not_ask_is_not_told_by_membership_either(db: None) -> None:
    rich = segment("revenue > 1000")
    share(SYSTEM, rich, shared_with="everyone")
    with pytest.raises(Unclear):
        asked(f"segment = {rich.pk}", "marketing")
    with pytest.raises(Invalid):
        segment("revenue > 2000", "marketing")


@pytest.mark.parametrize("filter", ["", "nothing = 1", "segment = 99999999", "count(nothing) > 1", "city ="])
def test_a_filter_that_cannot_be_asked_is_refused(db: None, filter: str) -> None:
    with pytest.raises(Invalid):
        segment(filter)


def test_segments_ask_no_circles(db: None) -> None:
    one = segment()
    other = segment(f"segment = {one.pk}")
    with pytest.raises(Invalid):
        standard.edit(acting("admin"), named("segment"), one.pk, {"filter": f"segment = {other.pk}"})
    with pytest.raises(Invalid):
        standard.edit(acting("admin"), named("segment"), one.pk, {"filter": f"segment = {one.pk}"})


# -- tags by rule -----------------------------------------------------------------------------------------------------
def tags_of(one: Customer) -> list[int]:
    return list(Customer.everything.get(pk=one.pk).tags)


def test_the_tag_follows_the_members_and_hand_put_ones_stay(db: None) -> None:
    tag, next_tag = (made(acting("admin"), "tag", {"name": name}).pk for name in ("By rule", "Next"))
    ruled, by_hand = customer("Ruled"), customer("By hand", tags=[tag])
    one = segment(tag=tag)
    refresh(one)
    assert settle(one) == 1
    assert (tags_of(ruled), tags_of(by_hand)) == ([tag], [tag])
    line = Entry.objects.filter(entity="customer", record=ruled.pk).order_by("-id")[0]
    assert (line.actor, line.changes, line.reason) == (None, {"tags": [[], [tag]]}, f"SG-{one.pk:05d} {one.name}")
    assert settle(one) == 0
    for each in (ruled, by_hand):
        standard.edit(acting("admin"), named("customer"), each.pk, {"city": "Elsewhere"})
    refresh(one)
    assert settle(one) == 1
    assert (tags_of(ruled), tags_of(by_hand)) == ([], [tag])
    standard.edit(acting("admin"), named("customer"), ruled.pk, {"city": "Segmentville"})
    refresh(one)
    settle(one)
    standard.edit(acting("admin"), named("segment"), one.pk, {"tag": next_tag})
    assert settle(one) == 2
    assert tags_of(ruled) == [next_tag]
    standard.edit(acting("admin"), named("segment"), one.pk, {"tag": None})
    settle(one)
    assert tags_of(ruled) == []


def test_a_tag_of_two_segments_is_taken_off_with_the_last(db: None) -> None:
    tag = made(acting("admin"), "tag", {"name": "Shared by two"}).pk
    ruled = customer("Ruled", stage="retain")
    one, other = segment(tag=tag), segment(f"{FILTER} and stage = retain", tag=tag)
    for each in (one, other):
        refresh(each)
        settle(each)
    standard.delete(acting("admin"), named("segment"), one.pk)
    refresh(one)
    settle(one)
    assert tags_of(ruled) == [tag]
    standard.edit(acting("admin"), named("customer"), ruled.pk, {"stage": "nurture"})
    refresh(other)
    settle(other)
    assert tags_of(ruled) == []


def test_nobody_tags_by_rule_what_they_may_not_change(db: None) -> None:
    tag = made(acting("admin"), "tag", {"name": "Sneaky"}).pk
    one = segment("city is not empty", "legal", tag=tag)  # reads every customer, edits none
    assert refresh(one).joined > 0
    assert settle(one) == 0


# -- pages ------------------------------------------------------------------------------------------------------------
def test_a_segment_is_built_with_its_count_before_one_s_eyes(db: None) -> None:
    customer("First")
    pages = client_of("admin")
    counted = pages.get("/segments/count/customer", {"filter": FILTER}).json()
    assert (counted["count"], [row["title"] for row in counted["rows"]]) == ("1", ["First"])
    assert pages.get("/segments/count/customer", {"filter": "nothing = 1"}).status_code == 400
    assert pages.get("/segments/count/nothing").status_code == 404
    assert pages.get("/segments/build", {"noun": "customer", "filter": FILTER}).status_code == 200
    made = pages.post("/segments/build", {"noun": "customer", "filter": FILTER, "name": "Built"})
    one = Segment.everything.get(name="Built")
    assert made.status_code in (204, 302, 303)
    refresh(one)
    assert pages.post("/segments/build", {"id": one.pk, "filter": "nothing = 1", "name": "Built"}).status_code == 422
    assert pages.get(f"/segments/{one.pk}/course", {"with": segment().pk}).status_code == 200
    assert pages.get(f"/segments/{one.pk}").status_code == 200
    assert client_of("sales").get(f"/segments/{one.pk}/course").status_code == 404


def test_the_filter_of_a_list_says_related_questions_in_words(db: None) -> None:
    filter = f"count(event where kind = purchase and at within 90d) >= 2 and segment = {segment().pk}"
    shown = client_of("admin").get("/customers/", {"filter": filter}).content.decode()
    assert "number of Events at least 2 (where Kind is Purchase and When within the last 90 days)" in shown
    assert client_of("admin").get("/events/asked").json()["measures"]["amount"][:2] == ["sum", "avg"]


def test_of_somebody_else_s_customer_nothing_is_counted(db: None) -> None:
    other = customer_of("other")
    assert (
        client_of("sales").get("/segments/count/customer", {"filter": f'name = "{other.name}"'}).json()["count"] == "0"
    )
