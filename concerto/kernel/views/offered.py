"""The saved views that a person is offered above a list."""

from __future__ import annotations

from django.db.models import Case, F, QuerySet, Value, When

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import shared_by_owners, visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.views.view.model import View

MOST_OFFERED = 60


def offered(actor: Actor, entity: Entity) -> list[View]:
    """One's own first, then those of the team, then everyone's. Who administers all views is offered no more than others."""
    return _offered(actor, entity).rows()


@kept
def _offered(actor: Actor, entity: Entity) -> QuerySet[View]:
    rows = visible_to(actor, View).filter(shared_by_owners(actor, entity_of(View)), noun=entity.id)
    near = Case(
        When(owner=actor.person, then=Value(0)), When(shared_with=Sharing.TEAM, then=Value(1)), default=Value(2)
    )
    return in_order(rows.annotate(near=near), near="near")[:MOST_OFFERED]


def in_order(rows: QuerySet[View], *, near: str = "owner") -> QuerySet[View]:
    """As their owners placed them; those that nobody placed come last."""
    return rows.defer("search").order_by(near, F("place").asc(nulls_last=True), "pk")
