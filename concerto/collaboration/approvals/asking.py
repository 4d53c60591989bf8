"""From a write that was held to an approval: what was asked is kept sealed, the first step begins, whoever decides may look at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.db import models, transaction
from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approvers import stages_of
from concerto.collaboration.approvals.known import rules_of
from concerto.collaboration.approvals.steps import begin, due, open_to
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sealing import seal, unseal
from concerto.kernel.actions.change import add
from concerto.kernel.actions.gates import Asked, Held, Waiting
from concerto.kernel.actions.inputs import inputs
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.actions.values import read_values
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.ui.addresses import record_address

PURPOSE = "approval"
MOMENTS = ("created_at", "updated_at")  # which every write moves


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
    """Sent twice by an impatient thumb, it is asked once: whoever asks is held until the first is kept."""
    list(Person.everything.select_for_update(of=("self",), no_key=True).filter(pk=actor.person or 0).values_list("pk"))


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
    title, title_zh = _titles(held, subject)
    approval = Approval(
        title=title, title_zh=title_zh, rule_id=held.rules[0], noun=asked.entity.id, does=asked.verb, subject=subject,
        asked_by_id=actor.person, steps=len(stages), given=seal(orjson.dumps(given).decode(), PURPOSE), changes=changes,
        seen=_seen(asked, held, row, changes), stages=[stage.kept() for stage in stages], rules=list(held.rules),
        decide_by=due(actor.person, timezone.now(), stages[0].hours),
    )  # fmt: skip
    add(actor.doing(CREATE), approval)
    open_to(approval, [approval.asked_by_id])
    line = Entry.objects.filter(entity=entity_of(approval).id, record=approval.pk).latest("id")
    begin(approval, line.id)
    return approval


def _titles(held: Held, subject: str) -> tuple[str, str]:
    """What the rules are called, in both languages, and the code of the record."""
    rules = [rule for rule in rules_of(held.entity) if rule.id in held.rules]
    names = ", ".join(rule.name for rule in rules), ", ".join(rule.name_zh or rule.name for rule in rules)
    english, chinese = (f"{name} · {subject}"[:200] if subject else name[:200] for name in names)
    return english, chinese


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
