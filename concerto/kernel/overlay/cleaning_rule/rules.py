"""What is wrong with a cleaning rule, told before it is ever applied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.overlay.cleaning_rule.building import fills_in, looked_at
from concerto.kernel.overlay.cleaning_rule.model import DIALLED, CleaningRule, StepKind, is_cleaned
from concerto.kernel.query.holding import holding
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.text.sentences import sentence
from concerto.kernel.text.standard.patterns import pattern, refuse_unfit

WITH_WORDS = (StepKind.NOTHING, StepKind.REPLACE, StepKind.PATTERN)
NO_FIELD = _("There is no such field.")


def can_be_applied(rule: CleaningRule) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    return dict(_problems(rule))


def _problems(rule: CleaningRule) -> Iterator[tuple[str, Label]]:
    described = field_called(rule.noun, rule.field)
    if described is None:
        yield "field", NO_FIELD
    elif not is_cleaned(described):
        yield "field", _("Nobody writes this field as text, so there is nothing to clean.")
    if rule.kind in WITH_WORDS and not rule.find:
        yield "find", _("This is needed.")
    if rule.kind == StepKind.PATTERN and rule.find:
        yield from _pattern(rule)
    yield from _fills(rule)
    yield from _beside(rule)


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


def _beside(rule: CleaningRule) -> Iterator[tuple[str, Label]]:
    """What it looks at must be there, and be known before its own field is cleaned."""
    entity = find(rule.noun)
    if entity is None:
        return
    try:
        holding(entity.fields, parse(rule.only))
    except Unclear as unclear:
        yield "only", unclear.message
    if rule.country and rule.country not in entity.fields:
        yield "country", NO_FIELD
    elif rule.country and rule.kind not in DIALLED:
        yield "country", _("Only of a phone it is asked in which country it is dialled.")
    looks, place = looked_at(rule), "country" if rule.country else "only"
    waiting = looks & entity.shape.looking.keys()
    if rule.field in looks:
        yield place, _("A rule looks at other fields than the one that it cleans.")
    elif waiting:
        label = entity.fields[min(waiting)].label
        yield (
            place,
            sentence(
                _("“%(field)s” is itself cleaned by what stands beside it: nothing can hang on that."), field=label
            ),
        )
    elif looks and any(rule.field in others for others in entity.shape.looking.values()):
        yield place, _("Other rules look at this field, so that it cannot hang on others itself.")


def field_called(noun: str, id: str) -> Field | None:
    entity = find(noun)
    return entity.fields.get(id) if entity else None
