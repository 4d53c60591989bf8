"""What is written by sets is what would have been written one by one, and what one row does wrong no other pays for."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.standard import create
from concerto.kernel.actions.trees import closing_loops
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import words
from concerto.kernel.imports.words import Asked, making_words
from concerto.kernel.journal.model import Entry
from tests.kernel.imports.test_running import brought, called, ends, reasons

KEPT = ("version", "tags", "sort_key", "search", "custom", "name", "city", "industry", "revenue", "owner_id", "flags",
        "parent_id", "form", "website", "department_id", "language")  # fmt: skip


def told(record: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record's columns, and the changes of the line that made it."""
    line = Entry.objects.get(entity="customer", record=record.pk, verb="create")
    fresh = Customer.everything.get(pk=record.pk)
    return {name: getattr(fresh, name) for name in KEPT}, line.changes


def test_a_row_is_kept_as_the_same_values_would_be_by_hand(db: None, steward: Actor) -> None:
    values = {"name": "曾氏 O'Brien \\ 苏州", "form": "person", "city": "苏州", "industry": "a\tb", "revenue": "1,200.5",
              "website": "x.example", "flags": "government", "parent": "Harbour Mills"}  # fmt: skip
    by_hand = told(create(steward, named("customer"), values))
    file = "\t".join(values) + "\n" + "\t".join(v.replace("a\tb", '"a\tb"') for v in values.values())
    batch = brought(steward, file + "\n", name="x.tsv", policy="create", form="form", flags="flags", parent="parent")
    assert ends(batch) == {"created": 1}
    made = Customer.everything.filter(name=values["name"]).order_by("-pk").first()
    assert told(made) == by_hand


def test_two_rows_about_one_record_we_have_make_no_second_one(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,city,industry\nHarbour Mills,Bergen,\nHarbour Mills,,Milling\n")
    assert ends(batch) == {"updated": 1, "merged": 1}
    assert (called("Harbour Mills").city, called("Harbour Mills").industry) == ("Bergen", "Milling")


def test_a_record_moved_below_itself_is_told_with_its_line_and_the_others_move(db: None, steward: Actor) -> None:
    brought(steward, "name,parent\nTop,\nMiddle,Top\nLow,Middle\nElse,\n")
    batch = brought(steward, "name,parent\nTop,Low\nElse,Low\n")
    assert [line for line, _why in reasons(batch)] == [2]
    assert "circle" in reasons(batch)[0][1]
    assert (called("Top").parent_id, called("Else").parent) == (None, called("Low"))


def test_loops_are_told_in_the_order_in_which_moves_are_made(db: None, steward: Actor) -> None:
    brought(steward, "name\nA\nB\nC\nD\n")
    a, b, c, d = (called(name).pk for name in "ABCD")
    field = named("customer").fields["parent"]
    assert closing_loops(named("customer"), field, [(a, b), (b, c), (c, a), (d, d)]) == {c, d}


def test_words_are_the_same_whoever_makes_them_and_when_their_maker_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [Asked(name, person, (name, "苏州")) for name in ("曾国", "Acme", "绿地 42") for person in (False, True)]
    here, pools = words.words(asked), []

    class Seen(ProcessPoolExecutor):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            pools.append(self)

    monkeypatch.setattr(words, "ProcessPoolExecutor", Seen)
    with making_words(words.MANY) as ask:
        assert ask(asked)() == here
        for id in list(pools[0]._processes):
            os.kill(id, signal.SIGKILL)
        assert ask(asked)() == here
