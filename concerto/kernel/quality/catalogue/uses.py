"""Where a field is used: everything kept as data that names it, as far as the reader may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.layout.model import Layout
from concerto.kernel.overlay.required_policy.model import RequiredPolicy
from concerto.kernel.quality.rule.model import QualityRule
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.views.view.model import View
from concerto.kernel.webhooks.hook.model import Webhook

MOST = 200  # of one sort
NAMING: tuple[
    tuple[type[Any], str, tuple[str, ...]], ...
] = (  # what is kept, where it says of which noun, where it names fields
    (View, "noun", ("filter", "sort", "columns", "by")),
    (Segment, "noun", ("filter",)),
    (Webhook, "nouns__contains", ("filter",)),
    (Layout, "noun", ("arrangement",)),
    (CleaningRule, "noun", ("field", "fills", "only", "country")),
    (RequiredPolicy, "noun", ("fields",)),
    (QualityRule, "noun", ("field", "filter")),
)


@dataclass(frozen=True)
class Use:
    """Something that names the field: what it is, its title, its page."""

    what: Label
    title: str
    url: str


def uses(actor: Actor, entity: Entity, field: Field) -> Iterator[Use]:
    """All of them, those that administrators keep first and formulas last."""
    word = re.compile(rf"(?<![\w.]){re.escape(field.id)}(?!\w)")
    for model, noun, texts in NAMING:
        described = entity_of(model)
        rows = visible_to(actor, model).filter(**{noun: [entity.id] if noun.endswith("contains") else entity.id})
        for row in rows.defer("search").order_by("pk")[:MOST]:
            if any(word.search(str(getattr(row, text))) for text in texts):
                yield Use(described.label, described.title_of(row), record_address(described, row.pk))
    yield from _computed(actor, entity, field)


def _computed(actor: Actor, entity: Entity, field: Field) -> Iterator[Use]:
    """Fields whose values come from this one."""
    described = entity_of(CustomField)
    kept = {(row.noun, row.key): row.pk for row in visible_to(actor, CustomField).defer("search")}
    for other in entities():
        for each in other.shape.added if may(actor, other, Act.READ) else ():
            builds = (other is entity and field.id in each.inputs) or (entity.id, field.id) in each.far
            if builds and (other.id, each.id) in kept:
                url = record_address(described, kept[other.id, each.id])
                yield Use(described.label, f"{other.label} · {each.label}", url)
