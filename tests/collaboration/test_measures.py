"""What working together took: figures are counts over turns, and each opens into its rows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F

from concerto.collaboration.handoffs.handoff.actions import accept, deliver, offer, return_, send_back
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.measures.counting import BY, Row, measured, slowest
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from tests.cast import acting, client_of
from tests.collaboration.handed import GIVER, RECEIVER, draft, now, type_with
from tests.queries import Queries

pytestmark = pytest.mark.django_db


def a_story() -> HandoffType:
    """Two matters of one type: one goes back twice before it is done, one is taken up and talked about."""
    type = type_with()
    offer(acting(GIVER), troubled := draft(type))
    return_(acting(RECEIVER), now(troubled), reason="No log")
    offer(acting(GIVER), now(troubled))
    accept(acting(RECEIVER), now(troubled))
    deliver(acting(RECEIVER), now(troubled))
    send_back(acting(GIVER), now(troubled), reason="That was another unit")
    offer(acting(GIVER), smooth := draft(type))
    accept(acting(RECEIVER), now(smooth))
    code = named("handoff").code(smooth.pk)
    create(acting(GIVER), named("comment"), {"subject": code, "body": "How is it going?"})
    Turn.everything.filter(handoff=troubled, number=1).update(accept_minutes=30)
    Turn.everything.filter(handoff=troubled, number=2).update(accept_minutes=10)
    Turn.everything.filter(handoff=smooth).update(accept_minutes=90)
    return type


def handed_over() -> Row:
    """What sales handed to service; the cast has other hand-offs, each within one department."""
    return next(row for row in measured(acting("admin"), "pair", 30) if row.of == ("sales", "service"))


def rows_of(row: str, noun: str = "turns") -> int:
    return len(set(re.findall(rf'href="/{noun}/(\d+)"', client_of("admin").get(row).content.decode())))


def test_figures_of_a_row_are_those_of_its_turns() -> None:
    a_story()
    row = handed_over()
    assert (row.offers, row.accept, row.returned, row.sent_back, row.to_and_fro) == (3, 30.0, 1, 1, 1)
    assert (row.due, row.kept, row.reasons) == (3, 3, [("No log", 1)])
    assert row.touches == (6 + 3) / 2  # six steps from the first offer on; an offer, a step and a comment


def test_what_waits_longest_is_not_what_takes_longest() -> None:
    a_story()
    long_work, long_wait = replace(handed_over(), accept=10, finish=900), replace(handed_over(), accept=90, finish=None)
    assert slowest([long_work, long_wait]) == long_wait
    assert slowest([replace(long_work, accept=None)]) is None


def test_every_figure_opens_into_its_rows() -> None:
    type = a_story()
    offer(acting(GIVER), gone := draft(type))
    named("handoff").actions["withdraw"](acting(GIVER), now(gone), reason="Solved itself")
    row = handed_over()
    assert rows_of(row.url) == row.offers == 3
    assert rows_of(row.where("answer=returned")) == 1
    assert rows_of(row.where("(accept_kept=broken or finish_kept=broken)")) == 0
    assert rows_of(row.back_and_forth, "handoffs") == row.to_and_fro == 1


@pytest.mark.parametrize("by", BY)
def test_however_they_are_gathered_they_are_the_same_offers(by: str) -> None:
    before = sum(row.offers for row in measured(acting("admin"), by, 30))
    a_story()
    assert sum(row.offers for row in measured(acting("admin"), by, 30)) == before + 3
    assert measured(acting("newcomer"), by, 30) == []
    assert client_of("admin").get(f"/handoffs/measures?by={by}&days=7").status_code == 200


def test_what_was_offered_before_the_period_or_withdrawn_does_not_count() -> None:
    Turn.everything.all().delete()
    a_story()
    Turn.everything.update(offered_at=F("offered_at") - timedelta(days=8))
    assert measured(acting("admin"), "mode", 7) == []
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    named("handoff").actions["withdraw"](acting(GIVER), now(handoff), reason="Solved itself")
    assert measured(acting("admin"), "mode", 7) == []


def asked() -> int:
    client = client_of("admin")
    client.get("/handoffs/measures")
    with Queries() as queries:
        client.get("/handoffs/measures")
    return len(queries)


def test_the_page_asks_the_same_however_many_there_are() -> None:
    a_story()
    few, known = asked(), Handoff.everything.count()
    a_story()
    assert (asked(), Handoff.everything.count()) == (few, known + 2)
