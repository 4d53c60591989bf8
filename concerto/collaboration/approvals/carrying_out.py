"""Doing what was asked, once it is granted: by the same verb, in the name of who asked, with the rights of this moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from concerto.collaboration.approvals.approval.model import Approval
from concerto.collaboration.approvals.asking import given_of
from concerto.kernel.access.actor import PAGE, Actor, actor_for
from concerto.kernel.actions import standard
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of, find, meant


@dataclass(frozen=True)
class Outcome:
    """`why` it could not be done, "" where it was; `made` is the code of a new record."""

    why: str = ""
    made: str = ""


def carry_out(approval: Approval) -> Outcome:
    """Within the caller's transaction: all of it or nothing, and then why not."""
    asker = actor_for(approval.asked_by_id, PAGE) if approval.asked_by_id else None
    if asker is None:
        return Outcome(_("Who asked for it has left."))
    code = entity_of(approval).code(approval.pk)
    granted = replace(asker, cleared=frozenset(approval.rules), reason=_("Approved: %(code)s") % {"code": code})
    try:
        with transaction.atomic():
            _refuse_stale(approval)
            return Outcome(made=do(granted, approval))
    except Refused as refused:
        return Outcome(str(refused.message))


def do(actor: Actor, approval: Approval) -> str:
    """What was asked, by this actor; answers the code of a new record. Raises Refused."""
    entity, given = find(approval.noun), given_of(approval)
    if entity is None:
        raise Refused(_("There is no such thing any more."))
    if approval.does == standard.CREATE:
        return entity.code(standard.create(actor, entity, given).pk)
    _to_a_record(actor, entity, approval, given)
    return ""


def _to_a_record(actor: Actor, entity: Entity, approval: Approval, given: dict[str, object]) -> None:
    named = meant(approval.subject)
    assert named, "what is not new has a code"
    id, action = named[1], entity.actions.get(approval.does)
    if action:
        action(actor, entity.model(id=id), **read_inputs(actor, action, given))
    elif approval.does == standard.EDIT:
        standard.edit(actor, entity, id, given)
    elif approval.does == standard.DELETE:
        standard.delete(actor, entity, id)
    else:
        standard.restore(actor, entity, id)


def _refuse_stale(approval: Approval) -> None:
    """Raise Refused where the record is no longer what was decided about; it stays locked until commit."""
    named = meant(approval.subject) if approval.subject else None
    if named is None:
        return
    entity, id = named
    row = entity.model.everything.select_for_update(of=("self",), no_key=True).filter(pk=id).first()
    fields = entity.fields
    if row is None or any(id not in fields or fields[id].dump(row) != was for id, was in approval.seen.items()):
        raise Refused(
            _(
                "The record was changed since it was asked for. Ask again, so that what is decided about is what is there."
            )
        )
