"""What is wrong with a rule of responsibility, told before anybody relies on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.asking import wrong_with
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label


def says_something(rule: Responsibility) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    problems = dict(wrong_with(rule.noun, rule.filter))
    entity = find(rule.noun)
    known = list(entity.steps.choices) if entity and entity.steps else []
    if rule.step and rule.step not in known:
        problems["step"] = format_lazy(_("There is no such step. Known are: {steps}"), steps=", ".join(known) or "–")
    if not (rule.does or rule.answers or rule.asked or rule.told):
        problems["does"] = _("Say of one of the four who it is.")
    return problems
