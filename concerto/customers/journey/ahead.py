"""What a customer has before them: the next stage and what is missing for it, and what each department does at the present one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from concerto.customers.customer.model import Customer, Stage
from concerto.customers.journey.stages import after, described
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.stage_duty.model import StageDuty
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.saying import told
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Group, Node, Unclear, parse


@dataclass(frozen=True)
class Duty:
    hue: str
    part: Label
    words: str


@dataclass(frozen=True)
class Ahead:
    """`next` is None at the last stage; `missing` are the parts of what it needs that do not hold, in words."""

    next: Label | None
    missing: tuple[str, ...]
    duties: tuple[Duty, ...]


def ahead_of(actor: Actor, customer: Customer) -> Ahead:
    coming = after(customer.stage)
    stage = described(actor).get(coming) if coming else None
    return Ahead(
        next=Stage(coming).label if coming else None,
        missing=tuple(missing(actor, customer, stage)) if stage else (),
        duties=tuple(duties(actor, customer.stage)),
    )


def missing(actor: Actor, customer: Customer, stage: LifecycleStage) -> Iterator[str]:
    """The parts that do not hold, asked in one query; what the reader may not ask is not spoken of."""
    parts = askable(actor, customer, stage.needs)
    if not parts:
        return
    asked = {f"holds_{at}": _truth(condition) for at, condition in enumerate(parts.values())}
    rows = visible_to(actor, Customer).filter(pk=customer.pk).order_by()
    holding = rows.annotate(**asked).values_list(*asked).first() or ()
    for part, holds in zip(parts, holding, strict=False):
        if not holds:
            yield told(actor, named("customer"), part)


def askable(actor: Actor, customer: Customer, filter: str) -> Mapping[Node, Q]:
    """The parts of a filter that must all hold, with their conditions."""
    found: dict[Node, Q] = {}
    tree = parse(filter)
    for part in tree.parts if isinstance(tree, Group) and tree.join == "and" else (tree,):
        try:
            found[part] = compiled(actor, named("customer"), part, [customer.pk])
        except Unclear:
            continue
    return found


def _truth(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def duties(actor: Actor, stage: str) -> Iterator[Duty]:
    entity = entity_of(StageDuty)
    for row in visible_to(actor, StageDuty).filter(stage=stage).order_by("pk").defer("search"):
        yield Duty(row.part, Hue(row.part).label, entity.title_of(row))
