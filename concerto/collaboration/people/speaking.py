"""The rules that speak of one record: who is needed on it, who does its steps. All that they ask is asked of it in one query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from concerto.collaboration.people.asking import condition
from concerto.collaboration.people.coverage.model import Coverage
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.record.look import Look
from concerto.kernel.statements.kept import Slot


@dataclass(frozen=True)
class Speaking:
    """Both in the order in which they were made."""

    coverage: Sequence[Coverage]
    responsibilities: Sequence[Responsibility]


def speaking_of(look: Look) -> Speaking:
    """Of the rules that the actor may read those that find the record, as far as the actor may ask what they ask."""
    coverage = _coverage(look.actor).rows(noun=look.entity.id)
    responsibilities = _responsibilities(look.actor).rows(noun=look.entity.id)
    holding = _holding(look, {rule.filter for rule in coverage} | {rule.filter for rule in responsibilities})
    return Speaking(
        [rule for rule in coverage if rule.filter in holding],
        [rule for rule in responsibilities if rule.filter in holding],
    )


@kept
def _coverage(actor: Actor) -> QuerySet[Coverage]:
    return visible_to(actor, Coverage).filter(noun=Slot("noun", "text")).order_by("pk").defer("search")


@kept
def _responsibilities(actor: Actor) -> QuerySet[Responsibility]:
    return visible_to(actor, Responsibility).filter(noun=Slot("noun", "text")).order_by("pk").defer("search")


def _holding(look: Look, filters: Collection[str]) -> set[str]:
    """Those of the filters that find the record; the empty one finds every record."""
    asked = {
        each: found for each in filters if each and (found := condition(look.actor, look.entity, each)) is not None
    }
    if not asked:
        return {""}
    columns = {f"rule_{at}": ExpressionWrapper(each, BooleanField()) for at, each in enumerate(asked.values())}
    row = look.entity.model.everything.filter(pk=look.record.pk).annotate(**columns).values_list(*columns).first()
    return {"", *(each for each, holds in zip(asked, row or (), strict=False) if holds)}
