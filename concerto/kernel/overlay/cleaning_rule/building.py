"""From the rules that administrators keep to the steps of a field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.cleaning import PARTS, Beside, Step
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.query.holding import holding
from concerto.kernel.query.language import Unclear, conditions, parse

_BETWEEN = re.compile(r"[,，\n]+")


def steps_of(rules: Iterable[CleaningRule], fields: Mapping[str, Field]) -> Mapping[str, tuple[Step, ...]]:
    """Field → its steps, in the order given."""
    found: dict[str, tuple[Step, ...]] = defaultdict(tuple)
    for rule in rules:
        found[rule.field] += (step_of(rule, fields),)
    return dict(found)


def step_of(rule: CleaningRule, fields: Mapping[str, Field]) -> Step:
    """`fields` are those of the noun. A rule that asks for what is not there any more is not applied."""
    only = None
    if rule.only:
        try:
            only = holding(fields, parse(rule.only))
        except Unclear:
            only = never
    looks = frozenset(looked_at(rule))
    return Step(rule.kind, rule.find, rule.by, fills_in(rule.fills), rule.pk or 0, only, rule.country, looks)


def never(_beside: Beside) -> bool:
    return False


def looked_at(rule: CleaningRule) -> set[str]:
    """The fields beside its own that a rule looks at. One that cannot be read looks at none."""
    try:
        asked = {condition.field for condition in conditions(parse(rule.only))}
    except Unclear:
        asked = set()
    return asked | ({rule.country} if rule.country else set())


def fills_in(text: str) -> dict[str, str]:
    """“city = city, province = x_province” → part → field. Raises Unreadable."""
    pairs = [part.partition("=") for part in _BETWEEN.split(text) if part.strip()]
    found = {part.strip(): field.strip() for part, _equals, field in pairs}
    if unknown := next((part for part in found if part not in PARTS), None):
        raise Unreadable(
            _("“%(part)s” is no part of an address; there are: %(parts)s."), part=unknown[:40], parts=", ".join(PARTS)
        )
    return found
