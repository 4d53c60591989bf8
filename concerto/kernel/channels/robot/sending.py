"""Posting one card. How it is tried, given up and turned off is as webhooks have it (`webhooks/trying.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as say

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sealing import Unsealable
from concerto.kernel.channels.robot.actions import off_by_itself, where
from concerto.kernel.channels.robot.model import Card, Robot
from concerto.kernel.channels.robot.services import A_MINUTE, Outcome, outcome_of, request_of
from concerto.kernel.channels.robot.telling import words_of
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork
from concerto.kernel.notices.resting import peace_of
from concerto.kernel.notices.settings import by_robot
from concerto.kernel.outbound.refusals import NoAnswer
from concerto.kernel.outbound.sending import send
from concerto.kernel.webhooks.delivery.model import State
from concerto.kernel.webhooks.trying import Way, keep

KEPT = 2000  # bytes of an answer
MINUTE = timedelta(minutes=1)
WAY = Way(Card.objects, "robot", off_by_itself)


def post_next(robot: int) -> bool:
    """Post the next card that is due; answer whether there was one."""
    if _rests(robot):
        return False
    card = WAY.claim(robot)
    if card is None:
        return False
    later = free_from(card, timezone.now())
    if later > timezone.now():
        keep(card, tries=card.tries - 1, next_try_at=later)
    elif card.notice and card.kind not in by_robot(card.notice.person_id):
        keep(card, state=State.WITHHELD, next_try_at=None)
    else:
        _post(card)
    return True


def _rests(robot: int) -> bool:
    """A group takes so many cards a minute; then it rests until the first of them is a minute old."""
    since = timezone.now() - MINUTE
    lately = list(Card.objects.filter(robot=robot, tried_at__gt=since).order_by("-tried_at")[:A_MINUTE])
    if len(lately) < A_MINUTE:
        return False
    _pause(robot, (lately[-1].tried_at or since) + MINUTE)
    return True


def free_from(card: Card, now: datetime) -> datetime:
    """When a card may be posted: in working hours where the robot keeps them, and not in the quiet hours of whom it is for."""
    at = now
    if card.notice:
        person = Person.everything.get(pk=card.notice.person_id)
        at = peace_of(person).free(now)
    if card.robot.work_hours and card.notice:
        try:
            work = working_time_of(card.robot.department_id)
            return at if work.is_open(at) else work.after(at, timedelta(seconds=1))
        except NeverAtWork:
            return at
    return at


def _post(card: Card) -> None:
    robot: Robot = card.robot
    with translation.override(robot.language):
        words = words_of(robot, card)
        if words is None:
            keep(card, state=State.WITHHELD, next_try_at=None)
            return
        now = timezone.now()
        try:
            address, body = request_of(robot.service, words, *where(robot), now)
            answer = send(
                "POST", address, headers={"content-type": "application/json; charset=utf-8"}, body=body, limit=KEPT,
                cutting=True, redirects=0,
            )  # fmt: skip
            status, outcome = answer.status, outcome_of(robot.service, answer.status, answer.body)
        except NoAnswer as none:
            status, outcome = None, Outcome(str(none.message))
        except Unsealable:
            status, outcome = (
                None,
                Outcome(say("Its address was sealed with a key that is gone; connect it anew."), gone=True),
            )
        keep(card, tried_at=now, status=status, problem=outcome.problem[:500])
        _conclude(card, outcome)


def _conclude(card: Card, outcome: Outcome) -> None:
    """Too many is no failure: the same card is posted once the group takes cards again."""
    if outcome.too_many:
        again = timezone.now() + MINUTE
        keep(card, tries=card.tries - 1, next_try_at=again)
        _pause(card.robot_id, again)
    elif outcome.gone:
        WAY.failed(card, gone=say("The group does not take cards from here any more (%(problem)s).") % vars(outcome))
    elif outcome.problem:
        WAY.failed(card)
    else:
        WAY.arrived(card)


def _pause(robot: int, until: datetime) -> None:
    Robot.everything.filter(pk=robot).update(paused_until=until)
