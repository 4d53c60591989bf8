"""What is wrong with a rule for approvals, told before it holds anything."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.rule.model import OF_EVERY_NOUN, ApprovalRule
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse

THEMSELVES = ("approval", "verdict")  # deciding is not decided about in turn


def can_be_asked(rule: ApprovalRule) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    entity = find(rule.noun)
    if entity is None or rule.noun in THEMSELVES:
        return {"noun": _("Approvals themselves need none.")} if entity else {}
    problems: dict[str, Label] = {}
    possible = {**OF_EVERY_NOUN, **{verb: action.label for verb, action in entity.actions.items()}}
    if rule.does not in possible:
        words = ", ".join(map(str, possible.values()))
        problems["does"] = format_lazy(
            _("This cannot be done to “{noun}”. Possible are: {verbs}."), noun=entity.label, verbs=words
        )
    if rule.field and rule.does != EDIT:
        problems["field"] = _("Only of a change a field can be named.")
    elif rule.field and rule.field not in entity.fields:
        problems["field"] = format_lazy(
            _("There is no such field. There are: {fields}."), fields=", ".join(entity.fields)
        )
    try:
        compiled(SYSTEM, entity, parse(rule.filter))
    except Unclear as unclear:
        problems["filter"] = unclear.message
    return problems
