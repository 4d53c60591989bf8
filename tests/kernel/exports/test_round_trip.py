"""What was taken out and is brought back changes nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.registry import named
from concerto.kernel.exports.batch.model import Export
from concerto.kernel.exports.running import outgoing
from concerto.kernel.exports.writing.csv_file import csv_lines
from concerto.kernel.exports.writing.xlsx_file import write_xlsx
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.running import run
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked
from tests import cast


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.FILES = tmp_path  # type: ignore[attr-defined]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_export_brought_back_changes_nothing(db: None, format: str, language: str) -> None:
    steward = cast.acting("data", IMPORT)
    hostile = {
        "name": "=cmd|' /C calc'!A0",
        "other_name": "+86 138",
        "description": "-1\n@x\n\ttab",
        "city": "“quoted”, too",
        "revenue": "0.10",
    }
    standard.create(steward, named("customer"), hostile)
    with translation.override(language):
        out = outgoing(steward, named("customer"), Asked(), format=format)
        file = BytesIO()
        if format == "csv":
            file.write(b"".join(csv_lines(out.headings, out.chunks)))
        else:
            write_xlsx(file, out.headings, out.rows)
        file.seek(0)
        last = Entry.objects.order_by("id").last()
        batch = take(steward, named("customer"), f"back.{format}", file)
        agree(steward, batch, batch.mapping)
        done = run(steward, batch)
    assert (done.rows, done.skipped) == (Customer.everything.filter(trashed_at=None).count(), done.rows)
    assert list(Entry.objects.filter(id__gt=last.id, entity="customer")) == []  # type: ignore[union-attr]


def test_only_rows_within_reach_are_taken_out(db: None) -> None:
    manager = cast.acting("sales-manager")  # sees all, takes out what belongs to Commerce and below
    out = outgoing(manager, named("customer"), Asked(), format="csv")
    reached = {cast.customer_of(whose).name for whose in ("own", "team", "group", "person")}
    assert {row[1] for row in out.rows} == reached
    with pytest.raises(Forbidden):
        outgoing(cast.acting("service"), named("customer"), Asked(), format="csv")


def test_an_export_is_remembered(db: None) -> None:
    executive = cast.acting("executive")
    list(outgoing(executive, named("customer"), Asked(filter='city = "Leeds"'), format="csv").rows)
    kept = Export.everything.order_by("pk").last()
    assert isinstance(kept, Export)
    assert (kept.noun, kept.format, kept.filter, kept.person_id) == (
        "customer",
        "csv",
        'city = "Leeds"',
        executive.person,
    )
