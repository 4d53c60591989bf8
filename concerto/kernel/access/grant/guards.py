"""Nobody shares what they do not have themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant, Level
from concerto.kernel.access.reaching import reached
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities


def only_what_one_has(actor: Actor, grant: Grant, changes: Mapping[str, Any]) -> None:
    """Raise Invalid unless the actor sees the record, and may edit it where that is shared. Taking back is always possible."""
    if grant.trashed_at is not None or not changes.keys() - {"reason"}:
        return
    model = model_of(grant.subject)
    number = int(grant.subject.partition("-")[2])
    if model is None or not reached(actor, model, [number]):
        raise Invalid({"subject": _("There is no such record.")})
    if grant.level == Level.EDIT and not reached(actor, model, [number], Act.EDIT):
        raise Invalid({"level": _("You may not change this record yourself, so you cannot let others change it.")})


def model_of(code: str) -> type[Record] | None:
    """The noun that a code such as C-00012 is of."""
    prefix = code.partition("-")[0]
    return next((entity.model for entity in entities() if entity.prefix == prefix), None)
