"""The types that departments declare, as rows: each once, however often it is asked; those put into the trash stay there."""

from __future__ import annotations

from django.db import transaction

from concerto.collaboration.handoffs.escalation.model import Escalation
from concerto.collaboration.handoffs.term.model import Term
from concerto.collaboration.handoffs.type.declaring import Declared, declared
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add


def ensure_types() -> None:
    """Make those that no row was made of yet."""
    with transaction.atomic():
        known = set(HandoffType.everything.exclude(key="").values_list("key", flat=True))
        for each in declared():
            if each.key not in known:
                _keep(each)


def _keep(said: Declared) -> None:
    actor = SYSTEM.doing("create")
    type = add(actor, HandoffType(
        key=said.key, name=said.name, name_zh=said.name_zh, about=said.about, about_zh=said.about_zh, noun=said.noun, giver=said.giver,
        receiver=said.receiver, accept_within=said.accept_within, finish_within=said.finish_within,
    ))  # fmt: skip
    for place, term in enumerate(said.terms, start=1):
        add(actor, Term(type=type, part=term.part, name=term.name, name_zh=term.name_zh, field=term.field,
                        optional=term.optional, place=place))  # fmt: skip
    for rung in said.ladder:
        add(actor, Escalation(type=type, clock=rung.clock, after=rung.after, whom=rung.whom))
