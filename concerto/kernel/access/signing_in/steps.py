"""What comes after the first proof of who one is: in, or a second step first, or setting one up first.

Between the two steps nobody is signed in; the session only remembers, for a few minutes, who is on the way.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from enum import Enum

from django.http import HttpRequest

from concerto.kernel.access.credential.actions import SECOND_FACTORS, living
from concerto.kernel.access.factor_rule.model import FactorRule
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import Means
from concerto.kernel.access.signing_in.sessions import leave, open_session

WAITING = "on_the_way"  # in the session
PATIENCE = 15 * 60  # seconds between the two steps


class Step(Enum):
    IN = "in"
    SECOND = "second"
    ENROL = "enrol"


@dataclass(frozen=True)
class OnTheWay:
    """Somebody who has passed the first step. `wanted` is the page to go to in the end."""

    person: int
    step: str
    means: str
    wanted: str
    since: float

    @property
    def found(self) -> Person | None:
        """The person, unless they have left meanwhile."""
        person = Person.everything.filter(pk=self.person).first()
        return person if isinstance(person, Person) and person.is_active else None


def go_on(request: HttpRequest, person: Person, means: Means, *, strong: bool, wanted: str) -> Step:
    """Let a person in who has passed the first step, or remember that another step is needed."""
    step = next_step(person, strong=strong)
    if step is Step.IN:
        open_session(request, person, means, strong=strong)
        return step
    leave(request)
    request.session[WAITING] = asdict(OnTheWay(person.pk, step.value, means.value, wanted, time.time()))
    return step


def next_step(person: Person, *, strong: bool) -> Step:
    if strong:
        return Step.IN
    if living(person.pk, *SECOND_FACTORS).exists():
        return Step.SECOND
    return (
        Step.ENROL if FactorRule.everything.filter(trashed_at=None, roles__overlap=person.roles).exists() else Step.IN
    )


def on_the_way(request: HttpRequest, step: Step) -> OnTheWay | None:
    """Who has come as far as this step, if not too long ago."""
    kept = request.session.get(WAITING)
    if not kept or kept["step"] != step.value or not 0 <= time.time() - kept["since"] <= PATIENCE:
        return None
    return OnTheWay(**kept)
