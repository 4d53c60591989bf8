"""Asking for the help that was agreed on: a hand-off to the department that helps, or a task for whoever leads it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.actions import offer
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.linkages.figures import sentence
from concerto.collaboration.linkages.linkage.guards import suits
from concerto.collaboration.linkages.linkage.model import Linkage
from concerto.collaboration.sides import head_of
from concerto.collaboration.tasks.task.model import Priority, Task
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import add
from concerto.kernel.entity.registry import entity_of

BY_RULE = SYSTEM.at(JOB)


def ask(rule: Linkage, value: Decimal) -> Task | Handoff:
    """Ask for it, within the caller's transaction. Where the type does not suit any more, a task asks: help is never not asked for."""
    head = head_of(rule.helps_id)
    with translation.override(_language_of(head)):
        told = {
            "subject": entity_of(rule).code(rule.pk),
            "title": (_("Help: %(rule)s") % {"rule": rule.name})[:200],
            "about": f"{sentence(rule, value)}\n\n{rule.help}",
        }
        if rule.type is not None and suits(rule):
            return _handed(rule, rule.type, told)
    whose = {"assignee_id": head} if head else {"department_id": rule.helps_id}
    return add(BY_RULE.doing("create"), Task(**told, **whose, giver_id=rule.owner_id, priority=Priority.HIGH))


def _handed(rule: Linkage, type: HandoffType, told: dict[str, str]) -> Handoff:
    """Offered at once; what the type wants to be provided is not, and the offer says why."""
    sides = {"giving_id": rule.department_id, "giver_id": head_of(rule.department_id), "receiving_id": rule.helps_id}
    asked = add(BY_RULE.doing("create"), Handoff(**told, **sides, type=type))
    offer(BY_RULE, asked, reason=_("Agreed on in advance"))
    return asked


def _language_of(person: int | None) -> str:
    known = Person.everything.filter(pk=person).values_list("language", flat=True).first() if person else None
    return known or settings.LANGUAGE_CODE
