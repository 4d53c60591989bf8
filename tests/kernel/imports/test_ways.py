"""Where cells could mean two things, the way that was chosen says which; whatever cannot be read so is told, never guessed."""

from __future__ import annotations

from io import BytesIO

import pytest

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.running import run
from concerto.kernel.imports.ways import WAYS, guessed, parts
from concerto.kernel.journal.model import Entry
from concerto.kernel.text.cleaning import Unreadable
from tests.kernel.imports.test_running import brought, called, ends, reasons

READ = [
    ("dmy", "03/04/2025", "2025-04-03"),
    ("mdy", "03/04/2025", "2025-03-04"),
    ("dmy", "０３／０４／２０２５", "2025-04-03"),
    ("mdy", "3.4.2025 14:30", "2025-03-04 14:30"),
    ("dmy", "2025-04-03", "2025-04-03"),
    ("serial", "45000", "2023-03-15"),
    ("comma", "1.234.567,5", "1234567.5"),
    ("comma", "12", "12"),
    ("first", "a@b.example; c@d.example", "a@b.example"),
    ("last", "甲、乙、丙", "丙"),
    ("width", "ＡＣＭＥ１２", "ACME12"),
    ("upper", "acme", "ACME"),
    ("phone", "+86 138 0013 8000", "13800138000"),
    ("phone-world", "138 0013 8000", "+8613800138000"),
]


@pytest.mark.parametrize(("way", "cell", "read"), READ)
def test_a_cell_is_read_in_the_way_that_was_chosen(way: str, cell: str, read: str) -> None:
    assert WAYS[way].read(cell) == read


@pytest.mark.parametrize(
    ("way", "cell"), [("dmy", "03/13/2025"), ("mdy", "13/03/2025"), ("comma", "1,234.5"), ("serial", "60")]
)
def test_what_cannot_be_read_so_is_no_value(way: str, cell: str) -> None:
    with pytest.raises(Unreadable):
        WAYS[way].read(cell)


GUESSED = [
    ("day", ["03/04/2025", "25/12/2025"], "dmy"),
    ("day", ["03/04/2025", "12/25/2025"], "mdy"),
    ("moment", ["03/04/2025 10:00", "25/12/2025 10:00"], "dmy"),
    ("day", ["25/12/2025", "12/25/2025"], ""),
    ("day", ["03/04/2025"], ""),
    ("money", ["1.234,50", "12,5"], "comma"),
    ("money", ["1,234.50", "12.5"], ""),
    ("money", ["1,234"], ""),
    ("text", ["1.234,50"], ""),
]


@pytest.mark.parametrize(("kind", "cells", "way"), GUESSED)
def test_cells_say_by_themselves_how_they_are_read_or_they_do_not(kind: str, cells: list[str], way: str) -> None:
    assert guessed(kind, cells) == way


def test_several_values_of_one_cell() -> None:
    assert parts("a；b; c、d|e\nf") == ["a", "b", "c", "d", "e", "f"]
    assert parts(" ; ") == []


def test_an_import_reads_each_column_in_its_way_and_the_journal_keeps_what_stood_there(
    db: None, steward: Actor
) -> None:
    batch = take(
        steward, named("customer"), "x.csv", BytesIO("name;revenue;founded\nÉtoile;1.234,50;1987\nNo;1,2,3;\n".encode())
    )
    assert batch.ways == {}
    plan = Plan(batch.mapping, {"revenue": "comma", "name": "upper"})
    batch = run(steward, agree(steward, batch, plan.mapping, plan=plan))
    assert (ends(batch), [line for line, _why in reasons(batch)]) == ({"created": 1, "rejected": 1}, [3])
    made = called("ÉTOILE")
    assert (made.revenue, made.founded) == (1234.5, 1987)
    line = Entry.objects.get(entity="customer", record=made.pk, verb="create")
    assert line.given == {"name": "Étoile", "revenue": "1.234,50"}


def test_what_a_column_says_by_itself_is_taken_up(db: None, steward: Actor) -> None:
    batch = brought(steward, "name;annual revenue\nA;1.234,50\nB;2,5\n")
    assert (batch.ways, ends(batch), called("A").revenue) == ({"annual revenue": "comma"}, {"created": 2}, 1234.5)
