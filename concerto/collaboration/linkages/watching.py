"""Watching the figures of agreements: a shortfall begins, gets worse and ends, and help is asked for once in between.

A look is a few queries for all rules. What it finds to do is looked at again under the lock of its rule, so that two lookers, or
one that comes late, do it once; a shortfall and the request for help stand or fall in one transaction.
"""

from __future__ import annotations

import logging
from decimal import Decimal
from enum import Enum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.linkages.asking import BY_RULE, ask
from concerto.collaboration.linkages.figures import in_words, measured, worse
from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.collaboration.sides import head_of
from concerto.kernel.actions.change import add, change
from concerto.kernel.notices.sending import notify

log = logging.getLogger(__name__)


class Step(Enum):
    """What is to be done about a rule."""

    BEGIN, WORSEN, END = "begin", "worsen", "end"


def look() -> None:
    """Look at every rule once. One that fails is tried again the next time and keeps no other waiting."""
    for id in _to_be_done(Linkage.everything.all()):
        try:
            with transaction.atomic():
                _take(id)
        except Exception:
            log.exception("linkage rule %s could not be looked at; it will be tried again", id)


def _to_be_done(rules: QuerySet[Linkage]) -> dict[int, tuple[Step, Linkage, Shortfall | None, Decimal | None]]:
    """Id of a rule → the step that is due, the rule, its open shortfall and its figure; those that stand as they should are not in it."""
    now = timezone.now()
    open = {
        each.linkage_id: each for each in Shortfall.everything.filter(ended_at=None, linkage__in=rules.values("pk"))
    }
    standing = list(rules.filter(active=True, trashed_at=None) | rules.filter(pk__in=open))
    figures = measured(standing, [now])
    found = ((rule, open.get(rule.pk), figures[rule.pk, now].value) for rule in standing)
    return {
        rule.pk: (step, rule, known, value)
        for rule, known, value in found
        if (step := _step(rule, known, value)) is not None
    }


def _step(rule: Linkage, known: Shortfall | None, value: Decimal | None) -> Step | None:
    """Pure. A rule that rests, or is about something else by now, has no shortfall; without a figure all stays as it is."""
    if known and not (rule.active and rule.trashed_at is None and _is_of(known, rule)):
        return Step.END
    if value is None or rule.threshold is None:
        return None
    past = worse(rule.figure, value, rule.threshold)
    if known is None:
        return Step.BEGIN if past else None
    if not past:
        return Step.END
    return Step.WORSEN if known.worst is None or worse(rule.figure, value, known.worst) else None


def _is_of(known: Shortfall, rule: Linkage) -> bool:
    return (known.department_id, known.figure) == (rule.department_id, rule.figure)


def _take(id: int) -> None:
    """Do what is due about a rule, as it is once nobody else is at it."""
    Linkage.everything.select_for_update(no_key=True).get(pk=id)
    due = _to_be_done(Linkage.everything.filter(pk=id).select_related("department", "helps", "type")).get(id)
    match due:
        case (Step.BEGIN, rule, _, Decimal() as value):
            _begin(rule, value)
        case (Step.WORSEN, _, Shortfall() as known, value):
            change(BY_RULE.doing("edit"), known, worst=value)
        case (Step.END, rule, Shortfall() as known, _):
            _end(rule, known)


def _begin(rule: Linkage, value: Decimal) -> None:
    asked = ask(rule, value)
    help = {"handoff": asked} if isinstance(asked, Handoff) else {"task": asked}
    names = {column: _name(rule, value, language) for column, language in (("name", "en"), ("name_zh", "zh-hans"))}
    add(
        BY_RULE.doing("create"),
        Shortfall(
            linkage=rule, department=rule.department, figure=rule.figure, threshold=rule.threshold, began_at=timezone.now(),
            first=value, worst=value, **names, **help,
        ),
    )  # fmt: skip


def _end(rule: Linkage, known: Shortfall) -> None:
    """Both sides are told, and whoever helps. What was asked for stays theirs to finish or to cancel: it may be half done."""
    line = change(BY_RULE.doing("edit"), known, ended_at=timezone.now())
    helper = known.task.assignee_id if known.task else known.handoff.receiver_id if known.handoff else None
    people = {rule.owner_id, head_of(known.department_id), head_of(rule.helps_id), helper}
    notify(people, "shortfall-over", about=known, journal_id=line or 0)


def _name(rule: Linkage, value: Decimal, language: str) -> str:
    with translation.override(language):
        return f"{rule.name}: {in_words(rule.figure, value)}"[:200]
