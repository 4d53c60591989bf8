"""Stages, the time in them, what hurts, and maps: kept from journal and events, and every figure is a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from concerto.customers.customer.actions import move_to_stage
from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.journey.measuring import journey_of
from concerto.customers.journey.stages import ORDER
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.lifecycle_stage.moving import BY_RULE, move_on
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.pain_point.working_out import work_out as work_out_pain
from concerto.customers.stay.model import Stay
from concerto.customers.stay.readers import keep_stays
from concerto.customers.stay.working_out import work_out
from concerto.kernel.actions import standard
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.actions.undo import undo
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked, count
from concerto.kernel.segments.refreshing import refresh
from tests.cast import acting, client_of, made, person_called

pytestmark = pytest.mark.django_db
HERE = 'city = "Journeyville"'
NOW = timezone.now()


def customer(name: str, **values: Any) -> Customer:
    one = made(acting("admin"), "customer", {"name": name, "city": "Journeyville", **values})
    assert isinstance(one, Customer)
    return one


def event(one: Customer, kind: str, days_ago: float, **values: Any) -> Event:
    at = NOW - timedelta(days=days_ago)
    kept = Event.everything.create(customer=one, kind=kind, at=at, created_at=NOW, updated_at=NOW, **values)
    assert isinstance(kept, Event)
    return kept


def follow(one: Customer) -> None:
    keep_stays(list(Entry.objects.filter(entity="customer", record=one.pk).order_by("id")))


def stays(one: Customer) -> list[tuple[Any, ...]]:
    rows = Stay.everything.filter(customer=one.pk).order_by("place")
    return list(rows.values_list("stage", "next", "until", "reason"))


def aim(stage: str, **values: Any) -> None:
    LifecycleStage.everything.filter(stage=stage).delete()
    made(acting("admin"), "lifecycle-stage", {"stage": stage, "name": stage, **values})


def been(one: Customer, *path: tuple[str, float]) -> None:
    """Have a customer come into stages so many days ago, as its stays tell."""
    Stay.everything.filter(customer=one.pk).delete()
    moments = [NOW - timedelta(days=days) for _stage, days in path]
    for place, ((stage, _days), since, until) in enumerate(
        zip(path, moments, [*moments[1:], None], strict=True), start=1
    ):
        then = path[place][0] if until else ""
        days = (until - since).days if until else None
        steps = [ORDER.index(each) + 1 for each, _days in path]
        came = steps.index(steps[place - 1]) == place - 1
        later = [at for step, at in zip(steps, moments, strict=True) if step > steps[place - 1] and at > since]
        Stay.everything.create(customer=one, place=place, stage=stage, since=since, until=until, days=days, next=then,
                               furthest=max(steps[: place - 1], default=0), onward=min(later) - since if came and later else None,
                               created_at=NOW, updated_at=NOW)  # fmt: skip


def test_stays_follow_the_journal_also_when_it_is_read_twice_or_undone() -> None:
    one = customer("Mover")
    move_to_stage(acting("admin"), one, stage="nurture", why="Met at the fair")
    standard.edit(acting("admin"), named("customer"), one.pk, {"stage": "convert"})
    for _twice in range(2):
        follow(one)
        (first, second, third) = stays(one)
        assert (first[:2], second[:2], third) == (
            ("acquire", "nurture"),
            ("nurture", "convert"),
            ("convert", "", None, ""),
        )
        assert second[3] == "Met at the fair"
    undo(acting("admin"), Entry.objects.filter(entity="customer", record=one.pk).order_by("-id")[0])
    follow(one)
    assert [each[0] for each in stays(one)] == ["acquire", "nurture", "convert", "nurture"]
    Stay.everything.filter(customer=one.pk, place=2).update(stage="refer")
    Stay.everything.create(customer=one, place=9, stage="refer", since=NOW, created_at=NOW, updated_at=NOW)
    work_out([one.pk])
    assert [each[0] for each in stays(one)] == ["acquire", "nurture", "convert", "nurture"]
    rows = Stay.everything.filter(customer=one.pk).order_by("place")
    since = [row.since for row in rows]
    assert [(row.furthest, row.onward) for row in rows] == [
        (0, since[1] - since[0]), (1, since[2] - since[1]), (2, None), (3, None),
    ]  # fmt: skip


def test_only_who_may_write_the_stage_moves_a_customer() -> None:
    one = customer("Locked")
    with pytest.raises(Forbidden):
        move_to_stage(acting("finance"), one, stage="convert")  # may edit customers, not their stage
    answer = client_of("finance").post(f"/customers/{one.pk}/actions/move-to-stage", {"stage": "convert", "why": "x"})
    assert answer.status_code == 403
    assert Customer.everything.get(pk=one.pk).stage == "acquire"


def test_a_rule_moves_on_and_never_back_or_against_a_hand() -> None:
    grown, late, small = (
        customer("Grown", employees=900),
        customer("Late", employees=900, stage="retain"),
        customer("Small"),
    )
    for each in (grown, late, small):
        follow(each)
    segment = made(acting("admin"), "segment", {"name": "Grown up", "filter": f"{HERE} and employees >= 500"})
    assert isinstance(segment, Segment)
    refresh(segment)
    aim("convert", segment=segment.pk)
    assert (move_on(), move_on()) == (1, 0)
    found = {each.name: each.stage for each in Customer.everything.filter(city="Journeyville")}
    assert found == {"Grown": "convert", "Late": "retain", "Small": "acquire"}
    line = Entry.objects.filter(entity="customer", record=grown.pk).order_by("-id")[0]
    assert (line.actor, line.reason, line.changes) == (None, BY_RULE, {"stage": ["acquire", "convert"]})
    assert move_on() == 0  # until the stay of the move is there, nothing is known of it
    standard.edit(acting("admin"), named("customer"), grown.pk, {"stage": "nurture"})
    follow(grown)
    assert move_on() == 0


def test_what_hurts_is_worked_out_from_events_scores_and_targets() -> None:
    aim("acquire", target_days=30)
    aim("nurture")
    one, other = customer("Hurt"), customer("Well")
    been(one, ("acquire", 100), ("nurture", 40))
    been(other, ("acquire", 10))
    events = [event(one, "complaint", 90), event(one, "complaint", 20, what="Noise"), event(one, "review", 15, score=3),
              event(one, "review", 14, score=4), event(one, "late-delivery", 200), event(other, "purchase", 5)]  # fmt: skip
    for ids in ([one.pk, other.pk], None, [one.pk]):
        work_out_pain(ids)
        rows = PainPoint.everything.filter(customer__in=[one.pk, other.pk]).order_by("at")
        assert [(row.sort, row.kind, row.stage, row.again, row.score, row.event_id) for row in rows] == [
            ("trouble", "late-delivery", "acquire", False, None, events[4].pk),  # before the first stage: belongs to it
            ("trouble", "complaint", "acquire", False, None, events[0].pk),
            ("delay", "", "acquire", False, None, None),
            ("trouble", "complaint", "nurture", True, None, events[1].pk),
            ("low-score", "review", "nurture", False, 3, events[2].pk),
        ]
    Event.everything.filter(pk=events[1].pk).delete()
    aim("acquire")
    work_out_pain([one.pk])
    assert list(PainPoint.everything.filter(customer=one.pk).order_by("at").values_list("kind", flat=True)) == [
        "late-delivery", "complaint", "review"
    ]  # fmt: skip


def test_pain_goes_along_when_two_become_one() -> None:
    winner, loser = customer("Winner"), customer("Loser")
    event(loser, "complaint", 3)
    work_out_pain([winner.pk, loser.pk])
    merge(acting("admin"), named("customer"), winner.pk, loser.pk)
    follow(winner)
    assert list(PainPoint.everything.filter(customer__in=[winner.pk, loser.pk]).values_list("customer", flat=True)) == [
        winner.pk
    ]


def paths() -> Sequence[Customer]:
    aim("acquire", target_days=30, target_share=90, baseline_days=55)
    found = [customer(f"Way {number}", owner=person_called("sales").pk) for number in range(4)]
    been(found[0], ("acquire", 100), ("nurture", 90), ("convert", 60), ("retain", 50))
    been(found[1], ("acquire", 100), ("convert", 80))
    been(found[2], ("acquire", 100), ("nurture", 60), ("acquire", 50))
    been(found[3], ("acquire", 10))
    for one, stage in zip(found, ("retain", "convert", "acquire", "acquire"), strict=True):
        Customer.everything.filter(pk=one.pk).update(stage=stage)
    event(found[0], "complaint", 70)
    event(found[1], "complaint", 70)
    event(found[1], "complaint", 65)
    event(found[1], "complaint", 500)
    work_out_pain([one.pk for one in found])
    return found


def test_the_map_of_many_tells_steps_medians_and_what_hurts() -> None:
    paths()
    journey = journey_of(acting("admin"), HERE, "365d")
    told = [(step.stage, step.reached, step.gone_on, step.now, step.days) for step in journey.steps]
    assert (journey.people, told) == (4, [
        ("acquire", 4, 3, 2, 20.0), ("nurture", 3, 2, 0, 30.0), ("convert", 2, 1, 1, 10.0), ("retain", 1, 0, 1, None),
        ("refer", 0, 0, 0, None),
    ])  # fmt: skip
    hurt = {step.stage: [(pain.people, pain.times, pain.again) for pain in step.pains] for step in journey.steps}
    assert hurt == {
        "acquire": [(1, 2, 1)],
        "nurture": [(1, 1, 0)],
        "convert": [(1, 2, 1)],
        "retain": [(1, 1, 0)],
        "refer": [],
    }
    assert journey_of(acting("admin"), HERE, "").steps[0].pains[1].times == 1


def test_every_figure_of_the_map_is_a_list_of_as_many() -> None:
    """Read from the page itself: what it says stands behind each link is counted there."""
    paths()
    for username in ("admin", "sales"):
        page = client_of(username).get("/journey", {"filter": HERE}).content.decode()
        links = re.findall(r'<a class="link" href="(/customers/\?filter=[^"]+)">([\d,]+)</a>', page)
        assert links
        for address, figure in links:
            filter = parse_qs(urlsplit(unescape(address)).query)["filter"][0]
            assert count(acting(username), named("customer"), Asked(filter=filter)).value == int(figure), filter
    assert (
        '<td class="num is-bad">75.0 %<small>target 90</small>'
        in client_of("admin").get("/journey", {"filter": HERE}).content.decode()
    )


def test_the_map_of_one_opens_into_its_rows() -> None:
    one = paths()[1]
    made(acting("sales"), "activity", {"customer": one.pk, "subject": "Called back", "sort": "call"})
    page = client_of("admin").get(f"/customers/{one.pk}/journey")
    assert page.status_code == 200
    shown = page.content.decode()
    rows = PainPoint.everything.filter(customer=one.pk)
    assert {f'href="/events/{row.event_id}"' for row in rows if row.event_id} <= set(
        re.findall(r'href="/events/\d+"', shown)
    )
    assert "Called back" in shown
    assert client_of("logistics").get("/customers/999999/journey").status_code == 404


def test_the_head_tells_what_is_missing_for_the_next_stage() -> None:
    one = customer("Before", owner=None)
    aim("nurture", needs="owner is not empty and revenue > 5 and count(activity) >= 1")
    made(acting("admin"), "activity", {"customer": one.pk, "subject": "Hello"})
    ask = f"/customers/{one.pk}/ahead"
    shown = client_of("admin").get(ask).content.decode()
    assert [unescape(part) for part in re.findall(r'class="badge">([^<]+)<', shown)] == [
        "Owner is not empty",
        "Yearly revenue more than 5",
    ]
    hidden = client_of("marketing").get(ask).content.decode()  # may not know the revenue
    assert re.findall(r'class="badge">([^<]+)<', hidden) == ["Owner is not empty"]


@pytest.mark.parametrize("needs", ["owner is", "nothing = 1", "count(worth where x = 1) > 1"])
def test_what_cannot_be_asked_is_refused(needs: str) -> None:
    with pytest.raises(Invalid) as refused:
        aim("refer", needs=needs)
    assert list(refused.value.problems) == ["needs"]


@pytest.mark.parametrize("query", ["filter=owner+is", "segment=999999", "segment=x&within=1", "filter=%00"])
def test_addresses_that_mean_nothing_are_told_so(query: str) -> None:
    assert client_of("admin").get(f"/journey?{query}").status_code in (200, 400, 422)
