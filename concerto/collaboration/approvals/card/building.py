"""The card of an approval, the same wherever it stands: who asked for what, what would change, the way it goes, and what this
reader can do. A reader is told values of a record as far as they may read those fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from concerto.collaboration.approvals.approval.entity import approval as described
from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approvers import Stage
from concerto.collaboration.approvals.asking import given_of
from concerto.collaboration.approvals.rule.model import verbs
from concerto.collaboration.approvals.step.model import Mode
from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.collaboration.handoffs.card.clock import Clock, running
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable, seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.inputs import inputs
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of, find, meant
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.reading import title_of
from concerto.kernel.query.linked import titles_of
from concerto.kernel.timeline.telling import MASK, in_words
from concerto.kernel.ui.addresses import record_address

TONES = {
    Answer.APPROVED: "is-ok", Answer.REFUSED: "is-bad", Answer.RETURNED: "is-bad", Answer.PASSED_ON: "is-off",
    Answer.SPARED: "is-off", Answer.WAITING: "is-now",
}  # fmt: skip
SIGNS = {
    Answer.APPROVED: "check", Answer.REFUSED: "x", Answer.RETURNED: "arrow-back-up", Answer.PASSED_ON: "user-share",
    Answer.SPARED: "circle", Answer.WAITING: "clock-hour-4",
}  # fmt: skip
AHEAD = "is-ahead"


@dataclass(frozen=True)
class Said:
    """One person on a step; before the step begins only the name is known."""

    name: str
    sign: str
    tone: str
    words: Label = ""
    at: datetime | None = None
    reason: str = ""
    instead_of: str = ""


@dataclass(frozen=True)
class Turn:
    """A step on the way."""

    name: str
    mode: Label
    tone: str
    said: Sequence[Said]


@dataclass(frozen=True)
class Value:
    """What would be: a field or an input, as it was and as it would be, in words."""

    label: Label
    before: str
    after: str


@dataclass(frozen=True)
class Card:
    approval: Approval
    asker: str
    noun: Label
    does: Label
    about: str
    about_url: str
    values: Sequence[Value]
    given: Sequence[Value]
    turns: Sequence[Turn]
    clock: Clock | None
    verbs: Sequence[Action[Any]]

    @property
    def address(self) -> str:
        return record_address(described, self.approval.pk)

    @property
    def title(self) -> str:
        return described.title_of(self.approval)

    @property
    def names(self) -> Sequence[str]:
        """Who it waits for."""
        return [said.name for turn in self.turns for said in turn.said if said.tone == TONES[Answer.WAITING]]

    @property
    def made_url(self) -> str:
        """Where the record is that was made."""
        made = meant(self.approval.result) if self.approval.result else None
        return record_address(*made) if made else ""


def cards(actor: Actor, approvals: Sequence[Approval]) -> list[Card]:
    """Cards of approvals that the actor has been shown."""
    verdicts: dict[int, list[Verdict]] = defaultdict(list)
    for each in Verdict.everything.filter(approval__in=approvals, trashed_at=None).defer("search").order_by("pk"):
        verdicts[each.approval_id or 0].append(each)
    names = _names(approvals, verdicts)
    return [_card(actor, each, verdicts[each.pk], names) for each in approvals]


def _card(actor: Actor, approval: Approval, said: Sequence[Verdict], names: Mapping[int, str]) -> Card:
    entity = find(approval.noun)
    about, url = _about(actor, approval)
    return Card(
        approval, names.get(approval.asked_by_id or 0, ""), entity.label if entity else approval.noun,
        _does(entity, approval.does), about, url, _values(actor, entity, approval) if entity else (),
        _given(actor, entity, approval) if entity else (), _turns(approval, said, names), _clock(approval),
        [verb for verb in described.actions.values() if verb.suits(actor, approval)],
    )  # fmt: skip


def _names(approvals: Sequence[Approval], verdicts: Mapping[int, Sequence[Verdict]]) -> dict[int, str]:
    """Everybody who stands on the ways: who is asked is no secret to those who may look at the approval."""
    ids = {each.asked_by_id for each in approvals}
    ids |= {id for each in approvals for stage in each.stages for id in stage["people"]}
    ids |= {id for rows in verdicts.values() for each in rows for id in (each.person_id, each.instead_of_id)}
    people = Person.everything.filter(pk__in=[id for id in ids if id]).defer("search")
    return {person.pk: entity_of(person).title_of(person) for person in people}


def _does(entity: Entity | None, verb: str) -> Label:
    action = entity.actions.get(verb) if entity else None
    return action.label if action else verbs().get(verb, verb)


def _about(actor: Actor, approval: Approval) -> tuple[str, str]:
    """Title and address of the record, if the reader may see it; else its code alone."""
    named = meant(approval.subject) if approval.subject else None
    row = visible_to(actor, named[0].model).filter(pk=named[1]).defer("search").first() if named else None
    return (title_of(actor, row), record_address(entity_of(row), row.pk)) if row else (approval.subject, "")


def _values(actor: Actor, entity: Entity, approval: Approval) -> list[Value]:
    """Each field that would change, and what the rules look at beside. What a reader may not read is dotted out; what does not exist for them is not told."""
    known, may_read = seen(actor, entity), readable(actor, entity)
    beside = {id: (None, was) for id, was in approval.seen.items() if id not in approval.changes and was is not None}
    found = [(known[id], pair) for id, pair in {**approval.changes, **beside}.items() if id in known]
    titles = _titles(actor, [(field, value) for field, pair in found for value in pair])
    return [
        Value(field.label, in_words(field, pair[0], titles), in_words(field, pair[1], titles))
        if field.id in may_read
        else Value(field.label, MASK if pair[0] is not None else "", MASK)
        for field, pair in found
    ]


def _given(actor: Actor, entity: Entity, approval: Approval) -> list[Value]:
    """What a verb of the noun's own was given. An input that is called as a field is told to whoever may read that field."""
    action = entity.actions.get(approval.does)
    if action is None:
        return []
    known, hidden = inputs(action), entity.fields.keys() - readable(actor, entity).keys()
    found = [(known[id], value) for id, value in given_of(approval).items() if id in known]
    titles = _titles(actor, found)
    return [
        Value(field.label, "", MASK if field.id in hidden else in_words(field, value, titles)) for field, value in found
    ]


def _titles(actor: Actor, found: Sequence[tuple[Field, Any]]) -> dict[tuple[str, int], str]:
    """What the records are called that links lead to, of those that the reader may see."""
    wanted: dict[Entity, set[int]] = defaultdict(set)
    for field, value in found:
        if field.is_link and value is not None:
            wanted[entity_of(field.target)].add(int(value))
    return {(entity.id, id): title for entity, ids in wanted.items() for id, title in titles_of(actor, entity, ids)}


def _turns(approval: Approval, said: Sequence[Verdict], names: Mapping[int, str]) -> list[Turn]:
    found = []
    for number, kept in enumerate(approval.stages, start=1):
        stage = Stage.of(kept)
        here = [_said(each, names) for each in said if each.step == number]
        ahead = [Said(names.get(id, ""), "circle", AHEAD) for id in stage.people]
        mode = Mode(stage.mode).label if len(here or ahead) > 1 else ""
        found.append(Turn(stage.name, mode, _tone(approval, number), here or ahead))
    return found


def _tone(approval: Approval, number: int) -> str:
    step = approval.step or 1
    if number != step:
        return "is-ok" if number < step else AHEAD
    state = State(approval.state)
    return {State.ASKED: "is-now", State.DONE: "is-ok", State.STUCK: "is-ok"}.get(state, "is-bad")


def _said(each: Verdict, names: Mapping[int, str]) -> Said:
    answer = Answer(each.answer)
    return Said(
        names.get(each.person_id or 0, ""), SIGNS[answer], TONES[answer], answer.label, each.answered_at, each.reason,
        names.get(each.instead_of_id or 0, ""),
    )  # fmt: skip


def _clock(approval: Approval) -> Clock | None:
    if approval.state != State.ASKED or approval.decide_by is None or approval.created_at is None:
        return None
    return running(working_time_of(None), approval.created_at, approval.decide_by, timezone.now())


def waiting_on(actor: Actor, entity: Entity, id: int) -> list[Approval]:
    """What waits on a record, as far as the actor may look at it."""
    rows = visible_to(actor, Approval).filter(subject=entity.code(id), state=State.ASKED)
    return list(rows.defer("search").order_by("pk"))


def mine(actor: Actor, people: Sequence[int]) -> models.QuerySet[Approval]:
    """What waits for one of these people, the most urgent first."""
    rows = visible_to(actor, Approval).filter(
        state=State.ASKED, verdicts__answer=Answer.WAITING, verdicts__person__in=people, verdicts__step=models.F("step")
    )
    return rows.defer("search").distinct().order_by(models.F("decide_by").asc(nulls_last=True), "pk")
