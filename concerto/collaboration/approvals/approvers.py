"""Who agrees: the people whom the steps of rules mean, as they are when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.collaboration.approvals.step.model import ApprovalStep, Mode
from concerto.collaboration.sides import head_of, superiors_of
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.policy import ADMINISTRATOR


@dataclass(frozen=True)
class Stage:
    """A step of one approval, as its rule said when it was asked for: later changes of the rule do not touch it."""

    rule: int
    name: str
    mode: str
    people: tuple[int, ...]
    hours: float
    overdue: str
    own_too: bool

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Stage:
        return cls(**{**kept, "people": tuple(kept["people"])})


def stages_of(rules: Sequence[int], asker: int | None) -> list[Stage]:
    """The steps of these rules, one rule after the other. Raises Refused where nobody but the one who asks could agree."""
    found = {rule.pk: rule for rule in ApprovalRule.everything.filter(pk__in=rules).defer("search")}
    steps = ApprovalStep.everything.filter(rule__in=rules, trashed_at=None).defer("search").order_by("position", "pk")
    by_rule = {id: [step for step in steps if step.rule_id == id] for id in rules}
    return [stage for id in rules for stage in _of_rule(found[id], by_rule[id], asker)]


def _of_rule(rule: ApprovalRule, steps: Sequence[ApprovalStep], asker: int | None) -> Iterable[Stage]:
    """A rule that names nobody leaves it to whom the asker reports to."""
    for step in steps or [ApprovalStep(rule=rule, name=rule.name, manager=True)]:
        meant = _active(_meant(step, asker), None if rule.own_too else asker)
        people = meant or instead_of(asker)
        if not people:
            raise Refused(
                _("There is nobody who could agree to it but you. An administrator must say in the rule who does.")
            )
        yield Stage(
            rule.pk, step.name, step.mode or Mode.ANY, people, float(rule.within or 0), rule.overdue, rule.own_too
        )


def _meant(step: ApprovalStep, asker: int | None) -> set[int]:
    found = {step.person_id} if step.person_id else set()
    if step.role:
        found |= set(Person.everything.filter(roles__contains=[step.role]).values_list("pk", flat=True))
    if step.team_id:
        members = Membership.everything.filter(team=step.team_id, trashed_at=None)
        found |= {person for person in members.values_list("person", flat=True) if person}
    if step.head_of_id:
        found |= {head_of(step.head_of_id) or 0}
    if step.manager:
        found |= set(superiors_of(asker)[:1])
    return found


def _active(people: Collection[int], but: int | None) -> tuple[int, ...]:
    """Those who are still there, in one order."""
    found = Person.everything.filter(pk__in=people, left_at=None, trashed_at=None).exclude(pk=but or 0)
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def still_there(stage: Stage, asker: int | None) -> tuple[int, ...]:
    """Whom a step that begins now asks: those who left meanwhile are passed over; whoever stands in where nobody is left."""
    return _active(stage.people, None if stage.own_too else asker) or instead_of(asker)


def instead_of(asker: int | None) -> tuple[int, ...]:
    """Who agrees where a step means nobody: whom the asker reports to, else the administrators."""
    above = superiors_of(asker)[:1] if asker else []
    administrators = Person.everything.filter(roles__contains=[ADMINISTRATOR.id])
    return _active(above, asker) or _active(set(administrators.values_list("pk", flat=True)), asker)
