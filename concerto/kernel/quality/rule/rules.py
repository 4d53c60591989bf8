"""What is wrong with a rule of quality, told before it is counted by."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.rule.model import QualityRule
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse


def can_be_counted(rule: QualityRule) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    entity = find(rule.noun)
    if entity is None:
        return {}
    problems: dict[str, Label] = {}
    if rule.field and rule.field not in entity.fields:
        problems["field"] = _("There is no such field.")
    try:
        compiled(SYSTEM, entity, parse(rule.filter))
    except Unclear as unclear:
        problems["filter"] = unclear.message
    return problems
