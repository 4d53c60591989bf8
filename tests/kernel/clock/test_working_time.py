"""Promises are counted in the hours that people work: over weekends, holidays, moved working days, and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerto.kernel.clock.working_time import NeverAtWork, WorkingTime, read_hours, write_hours

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OFFICE = read_hours("09:00-12:00, 13:00-18:00")
OFF = ()
WEEK = (OFFICE,) * 5 + (OFF, OFF)
GOLDEN_WEEK = {date(2026, 10, day): OFF for day in range(1, 8)} | {
    date(2026, 9, 20): OFFICE,
    date(2026, 10, 10): OFFICE,
}
IN_CHINA = WorkingTime(SHANGHAI, WEEK, GOLDEN_WEEK)
ROUND_THE_CLOCK = WorkingTime(BERLIN, (read_hours("0:00-24:00"),) * 7)


def at(words: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("2026-11-26 09:30", 2, "2026-11-26 11:30"),
        ("2026-11-26 11:00", 2, "2026-11-26 14:00"),  # over lunch
        ("2026-11-26 17:00", 2, "2026-11-27 10:00"),  # over night
        ("2026-11-27 17:00", 2, "2026-11-30 10:00"),  # over the weekend
        ("2026-11-28 10:00", 1, "2026-11-30 10:00"),  # begun on a Saturday
        ("2026-11-26 05:00", 8, "2026-11-26 18:00"),  # a whole day ends with the day, not on the next
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # over the national holiday
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),  # Saturday the 10th is worked
        ("2026-09-19 12:00", 8, "2026-09-20 18:00"),  # and so is Sunday the 20th of September
    ],
)
def test_what_is_promised_in_working_hours_is_due_within_them(since: str, hours: int, due: str) -> None:
    assert IN_CHINA.after(at(since), timedelta(hours=hours)) == at(due)


def test_nothing_needed_is_due_at_once_whatever_the_hour() -> None:
    assert IN_CHINA.after(at("2026-10-03 03:00"), timedelta()) == at("2026-10-03 03:00")


def test_somebody_is_at_work_from_the_first_minute_to_before_the_last() -> None:
    asked = ("08:59", "09:00", "11:59", "12:00", "13:00", "18:00")
    assert [IN_CHINA.is_open(at(f"2026-11-26 {hour}")) for hour in asked] == [False, True, True, False, True, False]


def test_a_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    days = [(at(f"2026-{day} 00:00", BERLIN), at(f"2026-{after} 00:00", BERLIN)) for day, after in
            (("03-28", "03-29"), ("03-29", "03-30"), ("10-25", "10-26"))]  # fmt: skip
    assert [ROUND_THE_CLOCK.between(*day) / timedelta(hours=1) for day in days] == [24, 23, 25]


def test_who_never_works_is_told_so() -> None:
    with pytest.raises(NeverAtWork):
        WorkingTime(SHANGHAI, (OFF,) * 7).after(at("2026-11-26 09:00"), timedelta(minutes=1))
    with pytest.raises(NeverAtWork):
        WorkingTime(SHANGHAI, (OFF,) * 7).before(at("2026-11-26 09:00"), timedelta(minutes=1))


@given(
    since=st.integers(0, 2 * 365 * 86400).map(lambda seconds: at("2026-01-01 00:00") + timedelta(seconds=seconds)),
    needed=st.timedeltas(timedelta(microseconds=1), timedelta(hours=300)),
    here=st.sampled_from([IN_CHINA, WorkingTime(BERLIN, WEEK), ROUND_THE_CLOCK]),
)
def test_between_undoes_after_and_before_leads_to_it(since: datetime, needed: timedelta, here: WorkingTime) -> None:
    since = since.astimezone(UTC)
    due = here.after(since, needed)
    assert here.between(since, due) == needed
    assert here.between(due, since) == -needed
    assert here.between(here.before(due, needed), due) == needed


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("", ()),
        ("9:00-12:00", ((time(9), time(12)),)),
        ("09:00–12:00，13:30至18:00", ((time(9), time(12)), (time(13, 30), time(18)))),
        ("00:00-24:00", ((time(0), time.max),)),
    ],
)
def test_hours_are_read_as_people_write_them(words: str, hours: object) -> None:
    assert read_hours(words) == hours
    assert read_hours(write_hours(read_hours(words))) == hours


@pytest.mark.parametrize(
    "words",
    [
        "9-12",
        "25:00-26:00",
        "12:00-09:00",
        "09:00-12:00, 11:00-13:00",
        "09:00-12:00 lunch",
        "10:00-10:00",
        "24:00-24:00",
    ],
)
def test_what_are_no_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError):
        read_hours(words)
