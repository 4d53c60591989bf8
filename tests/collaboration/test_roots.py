"""A line names the record that stands for itself above, whoever writes it: one change, many rows in Python, or one statement."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from concerto.kernel.actions.bulk import move_many, retag_many
from concerto.kernel.actions.many import create_many
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.journal.model import Entry
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, customer_of
from tests.collaboration.handed import draft, type_with

pytestmark = pytest.mark.django_db


def above(record: Record) -> Any:
    """(topic, root) of the newest line about a record, each as (noun, id)."""
    line = Entry.objects.filter(entity=entity_of(record).id, record=record.pk).order_by("-id")[0]
    return (line.topic_entity, line.topic), (line.root_entity, line.root)


def test_however_it_is_written() -> None:
    deal, tag = Opportunity.everything.get(name="Deal of sales"), create(acting("admin"), named("tag"), {"name": "Hot"})
    handed = draft(type_with(), about=named("opportunity").code(deal.pk))
    expected = (("opportunity", deal.pk), ("customer", customer_of("own").pk))
    assert above(handed) == expected
    edit(acting("sales"), named("handoff"), handed.pk, {"title": "Look closer"})
    assert above(handed) == expected
    with transaction.atomic():
        retag_many(acting("admin").doing("tag"), named("handoff"), [handed.pk], "tags", [tag.pk], [])
    assert above(handed) == expected
    with transaction.atomic():
        move_many(acting("admin").doing("delete"), named("handoff"), [handed.pk], to_trash=True)
    assert above(handed) == expected


def test_many_rows_ask_once_for_what_stands_above() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    code = named("opportunity").code(deal.pk)
    made = create_many(
        acting("sales").doing("create"), named("comment"), [{"subject": code, "body": f"Said {n}"} for n in range(3)]
    )
    assert {above(each) for each in made if isinstance(each, Record)} == {
        (("opportunity", deal.pk), ("customer", customer_of("own").pk))
    }


def test_what_stands_for_itself_has_nothing_above() -> None:
    assert above(customer_of("own")) == (("customer", customer_of("own").pk), (None, None))
    deal = Opportunity.everything.get(name="Deal of sales")
    assert above(deal) == (("customer", customer_of("own").pk), (None, None))


def test_what_would_be_noise_above_stays_aside() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    type = type_with()
    term = create(acting("admin"), named("term"), {"type": type.pk, "name": "Log"})
    handed = draft(type, about=named("opportunity").code(deal.pk))
    kept = create(acting("sales"), named("provision"), {"handoff": handed.pk, "term": term.pk, "words": "It hums"})
    assert above(kept) == (("handoff", handed.pk), (None, None))
