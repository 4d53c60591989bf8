"""What is asked of a noun's records: every question is a filter of its list, so that every number opens into its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.entry.model import CatalogueEntry
from concerto.kernel.quality.report.model import Measure, QualityReport
from concerto.kernel.quality.rule.model import QualityRule
from concerto.kernel.query.faults import CONSISTENT, UNIQUE, VALID, can_be
from concerto.kernel.query.language import quoted


@dataclass(frozen=True)
class Question:
    """Records for which `filter` holds are faulty; `field` is the one that is wrong then, "" where it is none."""

    key: str
    measure: Measure
    field: str
    filter: str
    rule: QualityRule | None = None

    def label(self, entity: Entity) -> Label:
        """What is asked about: the field, or the name of the company's own rule."""
        from django.utils.translation import get_language

        if self.rule:
            return ((get_language() or "").startswith("zh") and self.rule.name_zh) or self.rule.name
        field = entity.fields.get(self.field)
        return field.label if field else entity.plural


def questions(report: QualityReport) -> list[Question]:
    """Everything that is asked, in the order of the measures. None of a noun that is not there any more."""
    entity = find(report.noun)
    return [*_derived(entity, report), *_own(entity)] if entity else []


def _derived(entity: Entity, report: QualityReport) -> Iterator[Question]:
    entries = {each.field: each for each in CatalogueEntry.everything.filter(noun=entity.id, trashed_at=None).defer("search")
               if isinstance(each, CatalogueEntry)}  # fmt: skip
    expected = {id for id, entry in entries.items() if entry.expected} | expected_of(entity)
    unique = {id for id, entry in entries.items() if entry.unique} | unique_of(entity)
    for id, field in entity.fields.items():
        if id in expected and id in entity.written and field.kind.id not in ("yes-no", "tags"):
            yield Question(f"complete:{id}", Measure.COMPLETE, id, f"{id} is empty")
        if id in unique and can_be(entity, field, UNIQUE):
            yield _fault(id, Measure.UNIQUE, UNIQUE)
        if id in entity.written and can_be(entity, field, VALID):
            yield _fault(id, Measure.VALID, VALID)
        if can_be(entity, field, CONSISTENT):
            yield _fault(id, Measure.CONSISTENT, CONSISTENT)
    if report.fresh_days:
        yield Question("timely:", Measure.TIMELY, "updated_at", f"updated_at not within {report.fresh_days}d")


def _fault(id: str, measure: Measure, sort: str) -> Question:
    return Question(f"{measure.value}:{id}", measure, id, f"fault = {quoted(f'{id} {sort}')}")


def expected_of(entity: Entity) -> set[str]:
    """What should be filled: what has to be, what policies always ask for, and whose a record is. The catalogue adds to it."""
    required = {id for id, field in entity.written.items() if field.required}
    demanded = {id for each in entity.shape.needed if not each.steps for id in each.fields}
    whose = {id for id, field in entity.own_fields.items() if field.attribute in (entity.owner, entity.department)}
    return required | demanded | whose


def unique_of(entity: Entity) -> set[str]:
    """What should be there once: by what an import recognises a record."""
    return {match.on.field.name for match in entity.match}


def _own(entity: Entity) -> Iterator[Question]:
    rules = QualityRule.everything.filter(noun=entity.id, trashed_at=None, active=True).defer("search").order_by("pk")
    for rule in rules:
        assert isinstance(rule, QualityRule)
        yield Question(f"rule:{rule.pk}", Measure(rule.measure), rule.field, rule.filter, rule)
