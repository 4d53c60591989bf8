"""What happens to hand-offs by themselves and at once: told once, escalated once, accepted once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.actions import accept, offer
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from tests.cast import acting, person_called
from tests.collaboration.handed import GIVER, RECEIVER, draft, now, type_with

pytestmark = pytest.mark.usefixtures("committed")


def told() -> None:
    for reader in readers():
        catch_up(reader)


def with_ladder(after: str, whom: str, clock: str = "accept") -> Handoff:
    type = type_with()
    create(acting("admin"), named("escalation"), {"type": type.pk, "clock": clock, "after": after, "whom": whom})
    return draft(type)


def let_time_pass() -> None:
    """Every alarm is due: as after a day on which nothing rang."""
    early = datetime(2020, 1, 1, tzinfo=UTC)
    Alarm.objects.filter(kind="handoff.escalation").update(due_at=early, next_try_at=early)


def test_both_departments_and_then_the_two_are_told_once() -> None:
    handoff = draft(type_with())
    told()
    offer(acting(GIVER), handoff)
    told()
    told()
    of_offer = Notice.objects.filter(kind="handoff-offered", record=handoff.pk)
    assert person_called(RECEIVER).pk in of_offer.values_list("person", flat=True)
    assert of_offer.filter(person=person_called(GIVER)).count() == 0
    assert of_offer.count() == of_offer.values("person").distinct().count()
    accept(acting(RECEIVER), handoff)
    told()
    assert list(Notice.objects.filter(kind="handoff-moved").values_list("person", flat=True)) == [
        person_called(GIVER).pk
    ]


def test_escalation_rings_once_also_after_downtime() -> None:
    handoff = with_ladder("0", "receiver")
    offer(acting(GIVER), handoff)
    let_time_pass()
    assert (ring_due(), ring_due()) == (1, 0)
    assert Entry.objects.filter(entity="handoff", record=handoff.pk, verb="escalate").count() == 1
    late = Notice.objects.filter(kind="handoff-late", record=handoff.pk)
    assert person_called(RECEIVER).pk in late.values_list("person", flat=True)
    assert late.count() == late.values("person").distinct().count()


def test_a_promise_that_was_kept_rings_nothing() -> None:
    handoff = with_ladder("0", "receiver")
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    let_time_pass()
    ring_due()
    assert not Notice.objects.filter(kind="handoff-late").exists()


def test_accepting_twice_at_once_happens_once() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)

    def take(username: str) -> str:
        try:
            accept(acting(username), handoff)
        except Refused as refused:
            return refused.kind
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(take, [RECEIVER, "service"]))
    assert outcomes == ["accepted", "refused"]
    assert Entry.objects.filter(entity="handoff", record=handoff.pk, verb="accept").count() == 1


def test_a_holiday_moves_what_is_promised_with_its_ladder() -> None:
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "00:00-24:00")
    calendar = {"name": "Operations", "department": "Operations", "zone": "Asia/Shanghai", "country": "CN", **week}
    kept = create(acting("admin"), named("calendar"), calendar)
    handoff = with_ladder("0", "receiver")
    told()
    offer(acting(GIVER), handoff)
    before = now(handoff).accept_by
    today = timezone.localdate(timezone=ZoneInfo("Asia/Shanghai"))
    for day in (today, today + timedelta(days=1)):
        create(
            acting("admin"), named("calendar-day"), {"calendar": kept.pk, "on": f"{day}", "work": False, "name": "Off"}
        )
    told()
    moved = now(handoff).accept_by
    assert moved is not None and before is not None and moved >= before + timedelta(hours=20)
    assert Alarm.objects.get(kind="handoff.escalation").due_at == moved
    assert Turn.everything.get(handoff=handoff).accept_by == moved


def test_a_type_that_changes_leaves_promises_as_they_were_made() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    before = now(handoff).accept_by
    edit(acting("admin"), named("handoff-type"), handoff.type_id, {"accept_within": 100})
    told()
    assert now(handoff).accept_by == before


def test_a_step_farther_away_than_anybody_looks_stops_nobody() -> None:
    handoff = with_ladder("9999", "receiver")
    offer(acting(GIVER), handoff)
    assert not Alarm.objects.filter(kind="handoff.escalation").exists()
