"""Whose calendar counts, what public holidays put into it, and what a calendar may not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.clock.calendar.actions import fill
from concerto.kernel.clock.calendar.model import Calendar
from concerto.kernel.clock.calendar_day.model import CalendarDay
from concerto.kernel.clock.finding import unwritten, working_time_of
from concerto.kernel.clock.first_run import ensure_calendar
from concerto.kernel.clock.working_time import read_hours
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry


@pytest.fixture(autouse=True)
def no_calendar_yet(db: None) -> None:
    """The cast has one; here everybody begins without."""
    Calendar.everything.all().delete()


NATIONAL_DAY, MOVED = date(2026, 10, 1), date(2026, 10, 10)


def calendar(**values: Any) -> Calendar:
    made = standard.create(SYSTEM, named("calendar"), {"name": "Office", "zone": "Asia/Shanghai", **values})
    assert isinstance(made, Calendar)
    return made


def department(name: str) -> Department:
    return Department.everything.get(name=name)  # type: ignore[return-value]


def test_the_nearest_department_upwards_has_the_word() -> None:
    calendar(monday="08:00-09:00")
    calendar(department=department("Commerce").pk, monday="10:00-11:00")
    mondays = {name: working_time_of(department(name).pk).week[0] for name in ("Commerce", "Field", "Operations")}
    assert mondays == {
        "Commerce": read_hours("10:00-11:00"),
        "Field": read_hours("10:00-11:00"),  # part of Commerce
        "Operations": read_hours("08:00-09:00"),
    }
    assert working_time_of(None).week[0] == read_hours("08:00-09:00")


def test_without_a_calendar_office_hours_hold() -> None:
    assert working_time_of(department("Field").pk) == unwritten()


def test_a_year_of_chinese_holidays_has_days_off_and_days_worked_in_exchange(actor: Callable[[str], Actor]) -> None:
    office = calendar(country="CN")
    fill(actor("admin"), office, year=2026)
    here = working_time_of(None)
    assert (here.on(NATIONAL_DAY), here.on(MOVED), here.on(date(2026, 10, 11))) == (
        (),
        read_hours("09:00-12:00, 13:30-18:00"),
        (),
    )
    day = CalendarDay.everything.get(on=NATIONAL_DAY)
    assert (day.name, day.name_zh, day.work) == ("National Day", "国庆节", False)
    assert Entry.objects.filter(entity="calendar-day", record=day.pk).count() == 1


def test_filling_again_adds_nothing_and_leaves_what_somebody_changed(actor: Callable[[str], Actor]) -> None:
    office = calendar(country="CN")
    fill(actor("admin"), office, year=2026)
    opened, gone = CalendarDay.everything.get(on=NATIONAL_DAY), CalendarDay.everything.get(on=MOVED)
    standard.edit(actor("admin"), named("calendar-day"), opened.pk, {"work": True, "hours": "10:00-11:00"})
    standard.delete(actor("admin"), named("calendar-day"), gone.pk)
    before = CalendarDay.everything.count()
    fill(actor("admin"), office, year=2026)
    assert CalendarDay.everything.count() == before
    here = working_time_of(None)
    assert (here.on(NATIONAL_DAY), here.on(MOVED)) == (read_hours("10:00-11:00"), ())


def test_the_first_start_makes_one_calendar_with_its_holidays_and_the_second_none() -> None:
    ensure_calendar()
    ensure_calendar()
    office = Calendar.everything.get()
    assert (office.country, office.name_zh) == ("CN", "公司")
    years = set(CalendarDay.everything.values_list("on__year", flat=True))
    assert years == {timezone.now().year, timezone.now().year + 1}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"country": "ZZ"}, "country"),
        ({"friday": "nine to five"}, "friday"),
        ({"friday": "18:00-09:00"}, "friday"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused(values: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        calendar(**values)
    assert set(refused.value.problems) == {wrong}


def test_one_calendar_for_each_department_and_one_for_the_company() -> None:
    calendar()
    with pytest.raises(Invalid):
        calendar()


@pytest.mark.parametrize("year", [0, 1999, 2101, 10**9])
def test_a_year_that_nobody_knows_is_refused(year: int) -> None:
    with pytest.raises(Invalid):
        fill(SYSTEM, calendar(country="CN"), year=year)


def test_a_day_off_has_no_hours(actor: Callable[[str], Actor]) -> None:
    office = calendar()
    with pytest.raises(Invalid) as refused:
        standard.create(
            actor("admin"),
            named("calendar-day"),
            {"calendar": office.pk, "on": "2026-12-24", "name": "Eve", "hours": "09:00-12:00"},
        )
    assert set(refused.value.problems) == {"hours"}


def test_over_a_year_without_holidays_a_promise_goes_by_the_week(actor: Callable[[str], Actor]) -> None:
    """Holidays of 2027 are not published yet when something is promised at the end of 2026: New Year is reckoned a day like others."""
    office = calendar(country="CN")
    fill(actor("admin"), office, year=2026)
    here = working_time_of(None)
    last_day = datetime(2026, 12, 31, 17, 0, tzinfo=here.zone)
    assert here.after(last_day, timedelta(hours=2)) == datetime(2027, 1, 1, 10, 0, tzinfo=here.zone)
    day = {"calendar": office.pk, "name": "New Year", "on": "2027-01-01", "work": "no"}
    standard.create(SYSTEM, named("calendar-day"), day)
    assert working_time_of(None).after(last_day, timedelta(hours=2)) == datetime(2027, 1, 4, 10, 0, tzinfo=here.zone)
