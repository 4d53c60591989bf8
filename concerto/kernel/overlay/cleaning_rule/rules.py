"""What is wrong with a cleaning rule, told before it is ever applied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.cleaning_rule.building import fills_in
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule, StepKind
from concerto.kernel.text.standard.patterns import pattern, refuse_unfit

READ_FROM_TEXT = (
    "text",
    "long-text",
    "email",
    "url",
    "phone",
    "choice",
    "day",
    "moment",
    "number",
    "money",
    "whole",
    "year",
)
WITH_WORDS = (StepKind.NOTHING, StepKind.REPLACE, StepKind.PATTERN)
NO_FIELD = _("There is no such field.")


def can_be_applied(rule: CleaningRule) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    return dict(_problems(rule))


def _problems(rule: CleaningRule) -> Iterator[tuple[str, Label]]:
    described = field_called(rule.noun, rule.field)
    if described is None:
        yield "field", NO_FIELD
    elif described.kind.id not in READ_FROM_TEXT or not described.column.editable or described.derived:
        yield "field", _("Nobody writes this field as text, so there is nothing to clean.")
    if rule.kind in WITH_WORDS and not rule.find:
        yield "find", _("This is needed.")
    if rule.kind == StepKind.PATTERN and rule.find:
        yield from _pattern(rule)
    yield from _fills(rule)


def _pattern(rule: CleaningRule) -> Iterator[tuple[str, Label]]:
    try:
        refuse_unfit(rule.by, pattern(rule.find))
    except Unreadable as unreadable:
        yield "find", unreadable.message
    except (re.error, IndexError):
        yield "by", _("This names a group that the pattern does not have.")


def _fills(rule: CleaningRule) -> Iterator[tuple[str, Label]]:
    try:
        fills = fills_in(rule.fills)
    except Unreadable as unreadable:
        yield "fills", unreadable.message
        return
    if fills and rule.kind != StepKind.ADDRESS:
        yield "fills", _("Only an address says something of other fields.")
    for target in fills.values():
        described = field_called(rule.noun, target)
        if described is None or described.kind.id != "text" or target == rule.field:
            yield "fills", _("“%(field)s” is no other text field of these records.") % {"field": target[:60]}


def field_called(noun: str, id: str) -> Field | None:
    entity = find(noun)
    return entity.fields.get(id) if entity else None
