"""Which of several rules counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from concerto.collaboration.people.responsibility.model import Responsibility


def counts(rules: Iterable[Responsibility], step: str, letter: str) -> Responsibility | None:
    """Of rules that speak of the same records, in the order they were made: the one by which a letter of a step goes. That is whichever
    says more about it: of this step, then of records like these."""
    saying = [rule for rule in rules if rule.step in ("", step) and getattr(rule, letter)]
    return min(saying, key=lambda rule: (not rule.step, not rule.filter), default=None)
