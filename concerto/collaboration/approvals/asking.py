"""From a write that was held to an approval: what was asked is kept sealed, the first step begins, whoever decides may look at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.db import connection, models, transaction
from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approvers import stages_of
from concerto.collaboration.approvals.known import rules_of
from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.collaboration.approvals.steps import begin_step
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.sealing import seal, unseal
from concerto.kernel.actions.change import add
from concerto.kernel.actions.gates import Asked, Held, Waiting
from concerto.kernel.actions.inputs import inputs
from concerto.kernel.actions.values import read_values
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.ui.addresses import record_address

ASK = "ask"
PURPOSE = "approval"
MOMENTS = ("created_at", "updated_at")  # which every write moves
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext(%s))"


def ask_for(actor: Actor, asked: Asked, held: Held) -> Waiting:
    """Keep it; what waits already is not asked twice."""
    with transaction.atomic():
        row = asked.entity.model.everything.filter(pk=asked.id).first() if asked.id else None
        given = kept(actor, asked, row)
        subject = asked.entity.code(asked.id) if asked.id else ""
        _one_at_a_time(actor)
        approval = _waiting(actor, asked, subject, given) or _made(actor, asked, held, subject, given, row)
    about = record_address(asked.entity, asked.id) if asked.id else ""
    described = entity_of(approval)
    return Waiting(described.code(approval.pk), record_address(described, approval.pk), about)


def kept(actor: Actor, asked: Asked, row: Record | None) -> dict[str, Any]:
    """What was given, as JSON that reads the same however late it is read."""
    action = asked.entity.actions.get(asked.verb)
    if action:
        known = inputs(action)
        return {
            id: value.pk if isinstance(value, models.Model) else known[id].kind.dump(known[id], value)
            for id, value in asked.given.items()
            if value is not None
        }
    fields = asked.entity.fields
    values = read_values(actor, asked.entity, asked.given, row)
    return {id: None if value is None else fields[id].kind.dump(fields[id], value) for id, value in values.items()}


def given_of(approval: Approval) -> dict[str, Any]:
    opened: dict[str, Any] = orjson.loads(unseal(approval.given, PURPOSE))
    return opened


def _one_at_a_time(actor: Actor) -> None:
    """Sent twice by an impatient thumb, it is asked once."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [f"approval:{actor.person}"])


def _waiting(actor: Actor, asked: Asked, subject: str, given: Mapping[str, Any]) -> Approval | None:
    alike = Approval.everything.filter(
        asked_by=actor.person, noun=asked.entity.id, does=asked.verb, subject=subject, state=State.ASKED
    )
    return next((each for each in alike.defer("search").order_by("pk") if given_of(each) == given), None)


def _made(
    actor: Actor, asked: Asked, held: Held, subject: str, given: Mapping[str, Any], row: Record | None
) -> Approval:
    stages = stages_of(held.rules, actor.person)
    changes = _changes(asked, held, row)
    name = ", ".join(ApprovalRule.everything.filter(pk__in=held.rules).order_by("pk").values_list("name", flat=True))
    approval = Approval(
        title=(f"{name} · {subject}" if subject else name)[:200], rule_id=held.rules[0], noun=asked.entity.id, does=asked.verb,
        subject=subject, asked_by_id=actor.person, steps=len(stages), given=seal(orjson.dumps(given).decode(), PURPOSE),
        changes=changes, seen=_seen(asked, held, row, changes), stages=[stage.kept() for stage in stages], rules=list(held.rules),
    )  # fmt: skip
    add(actor.doing(ASK), approval)
    open_to(approval, [approval.asked_by_id])
    begin_step(SYSTEM.doing(ASK), approval, stages[0], timezone.now())
    return approval


def _changes(asked: Asked, held: Held, row: Record | None) -> dict[str, Any]:
    """Field → [before, after]; nothing where the record that is held is another than the one that was asked about."""
    if held.entity is not asked.entity or (asked.id is not None and held.record != asked.id):
        return {}
    before = asked.entity.dump(row) if row else {}
    pairs = {
        id: [before.get(id), after] for id, after in held.after.items() if before.get(id) != after and id not in MOMENTS
    }
    return {id: pair for id, pair in pairs.items() if row or pair[1] not in (None, "", [], {})}


def _seen(asked: Asked, held: Held, row: Record | None, changes: Iterable[str]) -> dict[str, Any]:
    """What the record was where it matters: in what changes, and in what the rules look at."""
    if row is None:
        return {}
    looked_at = {id for rule in rules_of(held.entity) if rule.id in held.rules for id in rule.asks}
    fields = asked.entity.fields
    return {id: fields[id].dump(row) for id in {*changes, *looked_at} if id in fields}


def open_to(approval: Approval, people: Iterable[int | None]) -> None:
    """Whoever asks or decides may look at it, its record apart: a grant, as for everything that is shared singly."""
    code = entity_of(approval).code(approval.pk)
    known = set(Grant.everything.filter(subject=code, trashed_at=None).values_list("person", flat=True))
    for person in people:
        if person and person not in known:
            add(SYSTEM.doing(ASK), Grant(subject=code, person_id=person, reason=approval.title))
