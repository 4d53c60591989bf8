"""What is wrong with a rule of coverage, told before anything is counted by it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.asking import wrong_with
from concerto.collaboration.people.coverage.model import Coverage
from concerto.kernel.fields.kind import Label


def can_be_asked(rule: Coverage) -> Mapping[str, Label]:
    """Field id → what is wrong with it."""
    needs = {} if rule.needs else {"needs": _("Choose at least one department.")}
    return {**wrong_with(rule.noun, rule.filter), **needs}
