"""A hand-off between the two departments of the cast: Field gives, Operations receives."""

from __future__ import annotations

from typing import Any

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.term.model import Part, Term
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from tests.cast import acting, customer_of

GIVER, RECEIVER = "sales", "rnd"  # the first may read few customers, the second may read all but no deal


def type_with(*terms: tuple[Part, str] | tuple[Part, str, str], noun: str = "", **more: Any) -> HandoffType:
    """A type from sales to service with these terms, four hours to accept and eight to finish."""
    values = {
        "name": f"Check {len(terms)}",
        "receiver": "service",
        "accept_within": 4,
        "finish_within": 8,
        "noun": noun,
    }
    type = create(acting("admin"), named("handoff-type"), {**values, **more})
    for place, (part, name, *field) in enumerate(terms):
        given = {"type": type.pk, "part": part, "name": name, "place": place, "field": "".join(field)}
        create(acting("admin"), named("term"), given)
    assert isinstance(type, HandoffType)
    return type


def draft(type: HandoffType, *, by: str = GIVER, about: str = "") -> Handoff:
    """A draft about the giver's own customer, or the record of this code."""
    subject = about or named("customer").code(customer_of("own").pk)
    kept = create(acting(by), named("handoff"), {"subject": subject, "type": type.pk, "title": "Look into it"})
    assert isinstance(kept, Handoff)
    return kept


def provide(handoff: Handoff, term: str, *, by: str = GIVER, **given: Any) -> None:
    found = Term.everything.get(type=handoff.type_id, name=term)
    create(acting(by), named("provision"), {"handoff": handoff.pk, "term": found.pk, **given})


def now(handoff: Handoff) -> Handoff:
    """As it is in the database."""
    found = Handoff.everything.get(pk=handoff.pk)
    assert isinstance(found, Handoff)
    return found
