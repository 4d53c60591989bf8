"""How long deals stay, and who is told of those that stay too long: once for each stay, also after nobody was there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from concerto.kernel.actions.standard import delete, edit
from concerto.kernel.actions.undo import undo
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.clock.working_time import WorkingTime, read_hours
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.reading import notices
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.past import moves
from concerto.sales.opportunity.staying import LONGER, STALLED
from concerto.sales.stage import known
from tests.cast import acting, person_called
from tests.sales.deals import ask, deal, now, put, read

OWNER, MANAGER = ("deal-stalled", "sales"), ("deal-stalled-longer", "sales-manager")


def told(one: Opportunity) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(entity="opportunity", record=one.pk, kind__startswith="deal-stalled").order_by("id")
    return list(rows.values_list("kind", "person__username"))


def later(one: Opportunity, *kinds: str) -> None:
    """As if the alarms of a deal were due by now; the worker comes, twice."""
    Alarm.objects.filter(kind__in=kinds, key=str(one.pk), rung_at=None).update(next_try_at=timezone.now())
    ring_due()
    ring_due()


@pytest.fixture
def reported() -> None:
    edit(acting("admin"), named("person"), person_called("sales").pk, {"manager": person_called("sales-manager").pk})


def test_each_is_told_once_for_each_stay(committed: object, reported: None) -> None:
    one = put(deal(), stage="proposal")
    read()
    later(one)
    assert told(one) == []
    later(one, STALLED)
    read()  # the same lines again
    later(one, STALLED)
    assert told(one) == [OWNER]
    later(one, LONGER)
    assert told(one) == [OWNER, MANAGER]
    ask("proposal", stalled_after=5)  # the alarm is set anew, and rings for a stay of which was told
    read()
    later(one, STALLED)
    assert told(one) == [OWNER, MANAGER]
    put(one, stage="discovery")
    put(one, stage="proposal")
    ask("proposal", stalled_after=6)  # as if the new stay had begun on another day
    read()
    later(one, STALLED)
    assert told(one) == [OWNER, MANAGER, OWNER]


def test_after_a_long_time_down_both_are_told_once(committed: object, reported: None) -> None:
    one = put(deal(), stage="proposal")
    read()
    later(one, STALLED, LONGER)
    later(one, STALLED, LONGER)
    assert sorted(told(one)) == sorted([OWNER, MANAGER])


def test_whoever_went_on_meanwhile_is_not_told(committed: object, reported: None) -> None:
    moved, won, gone = (put(deal(), stage="proposal") for _number in range(3))
    read()
    put(moved, stage="negotiation")  # the reader has not come to it yet
    put(won, stage="won")
    delete(acting("admin"), named("opportunity"), gone.pk)
    for one in (moved, won, gone):
        later(one, STALLED, LONGER)
    assert [told(one) for one in (moved, won, gone)] == [[], [], []]
    read()
    assert not Alarm.objects.filter(key__in=[str(won.pk), str(gone.pk)], rung_at=None).exists()


def test_a_rule_that_changes_moves_the_alarms(committed: object) -> None:
    one = put(deal(), stage="proposal")
    read()
    before = now(one).stalls_on
    ask("proposal", stalled_after=1)
    read()
    after = now(one).stalls_on
    assert before and after and after < before
    ask("proposal", stalled_after="")
    read()
    assert now(one).stalls_on is None
    assert not Alarm.objects.filter(key=str(one.pk), rung_at=None).exists()


@pytest.mark.django_db
def test_what_was_taken_back_did_not_happen() -> None:
    one = put(deal(), stage="proposal")
    read()
    came = (now(one).stay, now(one).stage_since)
    put(one, stage="negotiation")
    line = Entry.objects.filter(entity="opportunity", record=one.pk).order_by("-id")[0]
    undo(acting("sales"), line)
    read()
    assert (now(one).stay, now(one).stage_since) == came
    assert [each.stage for each in moves({one.pk: "proposal"})[one.pk]] == ["discovery", "proposal"]


@pytest.mark.django_db
def test_the_notice_says_what_to_do_in_the_readers_language() -> None:
    one = put(deal(), stage="proposal")
    read()
    Opportunity.everything.filter(pk=one.pk).update(stage_since=timezone.now() - timedelta(days=20, hours=1))
    Notice.objects.create(
        person_id=person_called("sales").pk, kind="deal-stalled", entity="opportunity", record=one.pk, journal=now(one).stay,
        at=timezone.now(), stands_at=timezone.now(), count=1, gathers=False,
    )  # fmt: skip
    words = notices(acting("sales"), kind="deal-stalled").lines[0].words
    assert words == (
        "“Rooftop units” has been in Proposal for 20 days. "
        "Call whoever decides, ask what is missing, and offer to go through the proposal together."
    )
    with translation.override("zh-hans"):
        words = notices(acting("sales"), kind="deal-stalled").lines[0].words
    assert words == "“Rooftop units”在“方案”阶段已停留20天。致电决策人，问清还缺什么，约时间一起过一遍方案。"
    put(one, stage="won")
    known.forget()
    words = notices(acting("sales"), kind="deal-stalled").lines[0].words
    assert words == "“Rooftop units” stayed too long in its stage"


def test_working_days_are_those_of_the_calendar() -> None:
    day = read_hours("09:00-18:00")
    work = WorkingTime(
        ZoneInfo("Asia/Shanghai"), (day,) * 5 + ((), ()), {date(2026, 10, 1): (), date(2026, 10, 10): day}
    )
    friday = datetime(2026, 9, 25, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert work.opening(friday, 1) == datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
    assert work.opening(friday, 4) == datetime(2026, 10, 2, 1, 0, tzinfo=UTC)  # a holiday is none
    assert work.opening(friday, 9 + 1) == datetime(2026, 10, 10, 1, 0, tzinfo=UTC)  # a Saturday on which one works
