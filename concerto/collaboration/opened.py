"""Records that are open to those who belong to them: kept as grants, so that one place alone decides who sees what."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.actions.change import add, change
from concerto.kernel.entity.entity import Entity

PERSON, DEPARTMENT = "person_id", "department_id"
Whom = tuple[str, int]  # PERSON or DEPARTMENT, and its id


def keep_open(actor: Actor, entity: Entity, id: int, wanted: Mapping[Whom, str]) -> None:
    """Let the grants of a record that follow from who belongs to it be exactly these: whom → level. Others stay as they are."""
    code = entity.code(id)
    kept = Grant.everything.select_for_update().filter(subject=code, reason=code, until=None, trashed_at=None)
    known = {_whom(grant): grant for grant in kept.order_by("pk")}
    for whom, grant in known.items():
        if whom not in wanted:
            change(actor, grant, until=timezone.now())
        elif grant.level != wanted[whom]:
            change(actor, grant, level=wanted[whom])
    for (column, who), level in wanted.items():
        if (column, who) not in known:
            add(actor, Grant(subject=code, reason=code, level=level, **{column: who}))


def _whom(grant: Grant) -> Whom:
    return (PERSON, grant.person_id) if grant.person_id else (DEPARTMENT, grant.department_id or 0)
