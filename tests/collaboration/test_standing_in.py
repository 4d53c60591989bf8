"""Who stands in for whom: by days where the absent one is, through stand-ins who are away too, and never in a circle."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from concerto.collaboration.handoffs.handoff.actions import offer
from concerto.collaboration.handoffs.handoff.readers import tell_the_other_side
from concerto.collaboration.my_work.standing_in import away, standing_in
from concerto.collaboration.people.absence.readers import tell_stand_ins
from concerto.kernel.access.person.leaving import leave
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.standard import create, delete
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, person_called
from tests.collaboration.handed import GIVER, draft, type_with

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # in Shanghai


def gone(who: str, stand_in: str, since: str = "2026-03-02", until: str = "2026-03-06") -> Record:
    given = {"note": "Leave", "since": since, "until": until, "person": person_called(who).pk}
    return create(acting("admin"), named("absence"), {**given, "stand_in": person_called(stand_in).pk})


def stood_in_by(who: str, now: datetime = NOON) -> set[str]:
    found = Person.everything.filter(pk__in=standing_in(person_called(who).pk, now))
    return set(found.values_list("username", flat=True))


def test_days_begin_and_end_at_midnight_where_the_absent_one_is() -> None:
    gone("sales", "mate")
    gone("rnd", "mate")
    Person.everything.filter(username="rnd").update(time_zone="America/Los_Angeles")
    moments = {
        datetime(2026, 3, 1, 15, 59, tzinfo=UTC): set(),
        datetime(2026, 3, 1, 16, 0, tzinfo=UTC): {"sales"},
        datetime(2026, 3, 2, 8, 0, tzinfo=UTC): {"sales", "rnd"},
        datetime(2026, 3, 6, 16, 0, tzinfo=UTC): {"rnd"},
        datetime(2026, 3, 7, 7, 59, tzinfo=UTC): {"rnd"},
        datetime(2026, 3, 7, 8, 0, tzinfo=UTC): set(),
    }
    assert {now: stood_in_by("mate", now) for now in moments} == moments


def test_a_stand_in_who_is_away_is_stood_in_for() -> None:
    gone("sales", "mate")
    back_early = gone("mate", "rival")
    assert (stood_in_by("mate"), stood_in_by("rival")) == (set(), {"sales", "mate"})
    delete(acting("admin"), named("absence"), back_early.pk)
    assert (stood_in_by("mate"), stood_in_by("rival")) == ({"sales"}, set())


def test_a_circle_ends_with_nobody() -> None:
    gone("sales", "mate")
    gone("mate", "rival")
    gone("rival", "mate")
    assert away(NOON).stand_ins == {}
    assert away(NOON).until.keys() == {person_called(who).pk for who in ("sales", "mate", "rival")}


def test_whoever_has_left_stands_in_for_nobody() -> None:
    gone("sales", "mate")
    leave(acting("admin"), person_called("mate"), anyway=True)
    assert away(NOON).stand_ins == {}


def test_nobody_stands_in_for_themselves_and_days_are_in_order() -> None:
    with pytest.raises(Invalid):
        gone("sales", "sales")
    with pytest.raises(Invalid):
        gone("sales", "mate", "2026-03-06", "2026-03-02")


def test_people_note_their_own_absence_and_nobody_elses() -> None:
    given = {"note": "Leave", "since": "2026-03-02", "until": "2026-03-06"}
    own = create(acting("sales"), named("absence"), given)
    assert own.person_id == person_called("sales").pk  # type: ignore[attr-defined]
    with pytest.raises(Invalid):
        create(acting("sales"), named("absence"), {**given, "person": person_called("mate").pk})


def test_what_waits_for_the_absent_is_told_to_both_and_whoever_stands_in_knows() -> None:
    absent = gone("rnd", "service", "2020-01-01", "2100-01-01")
    tell_stand_ins(list(Entry.objects.filter(entity="absence", record=absent.pk)))
    assert Notice.objects.get(kind="stand-in").person_id == person_called("service").pk
    handoff = draft(type_with())
    offer(acting(GIVER), handoff, receiver=person_called("rnd"))
    lines = list(Entry.objects.filter(entity="handoff", record=handoff.pk))
    tell_the_other_side(lines)
    tell_the_other_side(lines)
    told = Notice.objects.filter(kind="handoff-offered").values_list("person", flat=True)
    assert sorted(told) == sorted(person_called(who).pk for who in ("rnd", "service"))
