"""The ways by which anything leads to a record are those that rows take, whoever sees them, and no others."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.utils import timezone

from concerto.kernel.entity.registry import entities, entity_of, named
from concerto.kernel.query.leading import Way, ways_to
from concerto.sales.opportunity.model import Opportunity
from tests.cast import customer_of

pytestmark = pytest.mark.django_db


def test_ways_are_those_that_rows_take() -> None:
    taken: dict[tuple[str, int], set[Way]] = defaultdict(set)
    for noun in entities():
        for row in noun.model.everything.filter(trashed_at=None):
            if noun.attached and (above := noun.above(row)):
                taken[above[0].id, above[1]].add((noun.id, noun.attached.id))
            for link in noun.links:
                if not link.is_custom and (id := link.value(row)):
                    taken[entity_of(link.target).id, id].add((noun.id, link.id))
    assert taken["customer", customer_of("own").pk] > {("opportunity", "customer"), ("task", "subject")}
    for noun in entities():
        for id in noun.model.everything.values_list("pk", flat=True).order_by("pk")[:2]:
            assert ways_to(noun, id) == taken[noun.id, id], noun.id


def test_what_lies_in_the_trash_leads_nowhere() -> None:
    customer, own = named("customer"), customer_of("own").pk
    assert ("opportunity", "customer") in ways_to(customer, own)
    Opportunity.everything.filter(customer=own).update(trashed_at=timezone.now())
    assert ("opportunity", "customer") not in ways_to(customer, own)
