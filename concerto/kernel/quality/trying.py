"""What the rules of a field make of a value, step by step: the very steps that every door applies."""

from __future__ import annotations

from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.cleaning import Beside, filled_by, read
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.cleaning_rule.building import step_of
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule


@dataclass(frozen=True)
class Made:
    """What one rule made of the value before it. One that is off is shown, and changes nothing."""

    rule: CleaningRule
    before: str
    after: str


@dataclass(frozen=True)
class Tried:
    """Every rule, what would be kept in the end (or why nothing is), and what else would be filled."""

    made: list[Made]
    kept: str
    problem: Label
    fills: list[tuple[Field, str]]


def tried(actor: Actor, entity: Entity, field: Field, value: str, beside: Beside) -> Tried:
    """`beside` answers what stands in the other fields of the record."""
    rules = visible_to(actor, CleaningRule).filter(noun=entity.id, field=field.id).defer("search")
    made, text = [], value
    for rule in rules.order_by("position", "pk"):
        after = step_of(rule, entity.fields).apply(text, beside) if rule.active else text
        made.append(Made(rule, text, after))
        text = after
    try:
        kept, problem = field.kind.write(field, read(entity, field, value, beside)), ""
    except Unreadable as unreadable:
        return Tried(made, "", unreadable.message, [])
    fills = [
        (entity.fields[id], words) for id, words in filled_by(entity, field.id, value, beside) if id in entity.fields
    ]
    return Tried(made, kept, problem, fills)
