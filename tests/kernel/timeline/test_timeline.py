"""A timeline tells each reader what happened as far as that reader may know, in order, page after page."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from concerto.kernel.actions import standard
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.query.language import Unclear
from concerto.kernel.timeline.reading import Stretch, history, timeline
from concerto.kernel.timeline.telling import MASK, Happening
from tests.cast import acting, customer_of, made
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def told(username: str, record: Record, **more: Any) -> list[Happening]:
    return timeline(acting(username), record, **more).happenings


def kinds(happenings: list[Happening]) -> list[tuple[str, str]]:
    return [(happening.entity.id, happening.line.verb) for happening in happenings]


def changes(happening: Happening) -> dict[str, tuple[str, str]]:
    return {changed.field.id: (changed.before, changed.after) for changed in happening.changed}


def edited(**values: Any) -> None:
    standard.edit(acting("admin"), CUSTOMER, customer_of("own").pk, values)


def test_a_timeline_tells_of_all_around_a_record_newest_first() -> None:
    edited(city="Kunshan")
    assert kinds(told("sales", customer_of("own"))) == [
        ("customer", "edit"), ("prerequisite", "create"), ("task-helper", "create"), ("task", "create"), ("handoff", "create"), ("task-helper", "create"), ("task", "create"), ("handoff", "create"), ("promise", "create"), ("comment", "create"), ("ticket", "create"), ("buying-role", "create"), ("opportunity", "create"), ("seat", "create"), ("quote", "add-line"), ("quote-line", "create"), ("quote", "create"), ("file", "create"), ("worth", "create"), ("coupon", "create"),
    ]  # fmt: skip
    assert [happening.record.subject for happening in told("sales", customer_of("own"), nouns=("activity",))] == [
        "Call with 苏州晨星科技有限公司"
    ]  # type: ignore[union-attr]  # an activity


def test_a_change_is_told_in_words() -> None:
    edited(
        city="", tier="B", revenue="1500000", owner="mate", parent="Amber Holding", flags=["government"], founded=None
    )
    happening = told("admin", customer_of("own"))[0]
    assert changes(happening) == {
        "parent": ("", "Amber Holding"), "tier": ("A · key", "B · growing"), "owner": ("李青", "曾小北"), "city": ("苏州", ""),
        "revenue": ("¥1,250,000.50", "¥1,500,000.00"), "founded": ("1998", ""), "flags": ("Sensitive", "Government"),
    }  # fmt: skip
    assert happening.who is not None
    assert happening.who.name == "Administrator"


def test_what_a_reader_may_not_know_is_not_told() -> None:
    edited(revenue="1", source="Elsewhere", city="A")
    own = customer_of("own")
    assert set(changes(told("marketing", own)[0])) == {"source", "city"}
    assert changes(told("service", own)[0]) == {"source": (MASK, MASK), "city": ("苏州", "A")}
    assert changes(told("product", own)[0])["revenue"] == (MASK, MASK)


def test_a_line_that_would_say_nothing_is_left_out() -> None:
    edited(revenue="1")
    own = customer_of("own")
    assert ("customer", "edit") in kinds(told("admin", own))
    assert ("customer", "edit") not in kinds(told("marketing", own))


def test_a_link_to_an_unseen_record_is_masked() -> None:
    edited(parent="Harbour Mills")
    assert changes(told("sales", customer_of("own"))[0]) == {"parent": ("", MASK)}


def test_what_went_to_the_trash_is_told_no_more_but_that_it_went() -> None:
    note = made(acting("sales"), "note", {"customer": customer_of("own").pk, "body": "CANARY"})
    standard.delete(acting("sales"), named("note"), note.pk)
    assert "CANARY" not in str([changes(happening) for happening in told("sales", customer_of("own"))])


def test_history_tells_of_the_record_alone() -> None:
    edited(city="A")
    edited(city="B")
    lines = history(acting("sales"), customer_of("own")).happenings
    assert [changes(each).get("city") for each in lines] == [("A", "B"), ("苏州", "A"), ("", "苏州")]


def test_edits_of_an_entry_stand_in_its_own_history() -> None:
    note = made(acting("sales"), "note", {"customer": customer_of("own").pk, "body": "One"})
    standard.edit(acting("sales"), named("note"), note.pk, {"body": "Two"})
    assert kinds(told("sales", customer_of("own"))).count(("note", "edit")) == 0
    assert kinds(history(acting("sales"), note).happenings) == [("note", "edit"), ("note", "create")]


# -- pages ----------------------------------------------------------------------------------------------------------
def all_lines(username: str, limit: int) -> list[int]:
    seen, before = [], ""
    while True:
        stretch: Stretch = timeline(acting(username), customer_of("own"), before=before, limit=limit)
        seen += [happening.line.id for happening in stretch.happenings]
        if stretch.next is None:
            return seen
        before = stretch.next


def test_every_page_goes_on_where_the_last_one_ended() -> None:
    for number in range(30):
        edited(city=f"City {number}")
        made(
            acting("sales"),
            "activity",
            {"customer": customer_of("own").pk, "subject": f"Call {number}", "happened_at": "2025-05-05 10:00"},
        )
    whole = all_lines("admin", 100)
    assert len(whole) == len(set(whole)) == 86
    for limit in (1, 7, 85, 86):
        assert all_lines("admin", limit) == whole, limit


def test_pages_end_although_all_is_out_of_sight() -> None:
    for number in range(120):
        edited(revenue=number)
    stretch = timeline(acting("marketing"), customer_of("own"), limit=5)
    assert stretch.happenings == []
    assert stretch.next is not None
    assert sorted(all_lines("marketing", 5)) == sorted(all_lines("marketing", 500))


def test_as_many_queries_for_many_lines_as_for_few() -> None:
    def queries() -> int:
        actor, own = acting("sales"), customer_of("own")
        with Queries() as run:
            timeline(actor, own, limit=200)
        return len(run)

    edited(owner="mate", parent="Amber Holding")
    edited(owner="sales")
    queries()  # what is kept from then on
    few = queries()
    for _again in range(3):
        edited(owner="mate")
        edited(owner="sales")
        made(acting("admin"), "note", {"customer": customer_of("own").pk, "body": "x"})
    assert queries() == few


FORGED = ["x", "====", "e30", "é", "\ud800", "\x00", "bnVsbA"]
PLACES = [["2026-01-01T00:00:00", 1], ["0001-01-01T00:00:00", 1], ["9999-12-31T23:59:59+00:00", 1], ["2026-01-01T00:00:00+00:00", 0],
          ["2026-01-01T00:00:00+00:00", 2**63], ["2026-01-01T00:00:00+00:00", True], [5, 5], ["now", 1], [None, None], "ab", {"a": 1, "b": 2}]  # fmt: skip


@pytest.mark.parametrize(
    "text", [*FORGED, *(base64.urlsafe_b64encode(json.dumps(place).encode()).decode() for place in PLACES)]
)
def test_a_forged_cursor_is_unclear_or_a_place(text: str) -> None:
    try:
        stretch = timeline(acting("sales"), customer_of("own"), before=text)
    except Unclear as unclear:
        assert "does not belong to this list" in str(unclear.message)
    else:
        assert len(stretch.happenings) <= 20
