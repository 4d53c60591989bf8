"""The steps of a hand-off. Each says from where it goes on and whose it is; what does not fit is refused, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.escalation.model import Clock
from concerto.collaboration.handoffs.handoff.clocks import call_off_ladder, due, set_ladder
from concerto.collaboration.handoffs.handoff.model import Handoff, Outcome, State
from concerto.collaboration.handoffs.handoff.opening import open_to, shut
from concerto.collaboration.handoffs.handoff.rules import STEPS, sides, suits, takes
from concerto.collaboration.handoffs.mode.modes import DECIDER, DIRECTOR, GIVER, RECEIVER, Mode
from concerto.collaboration.handoffs.mode.people import decider_of, director_of
from concerto.collaboration.handoffs.provision.lacking import lacking_for
from concerto.collaboration.handoffs.turn import keeping as turns
from concerto.collaboration.handoffs.turn.model import Answer
from concerto.collaboration.sides import department_among, head_of, people_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.action import Action, action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label


def step(label: Label, icon: str, verb: str) -> Callable[[Callable[..., None]], Action[Handoff]]:
    """A verb of hand-offs: whoever reads one may be on either side of it, so the function itself asks whose step it is."""
    return action(on=Handoff, label=label, needs=Act.READ, icon=icon, bulk=False, suits=partial(suits, verb))


@step(pgettext("hand-off", "Offer"), "send", "offer")
def offer(actor: Actor, handoff: Handoff, *, receiver: Person | None = None, reason: str = "") -> None:
    """Hand it over: from now on the other side's clock runs. Refused while something needed is missing, unless it is said why."""
    refuse_unsuited(actor, handoff)
    lacking = lacking_for(handoff, of_giver=True)
    if lacking and not reason.strip():
        raise Refused(
            still(lacking, _("Still missing: %(terms)s. Provide it, or say why it is offered without.")),
            ask_for=["reason"],
        )
    giving = handoff.giving_id or department_among(actor.department, handoff.type.giver)
    place = receiver.department_id if receiver else None
    receiving = handoff.receiving_id or department_among(place, handoff.type.receiver)
    if giving is None or receiving is None:
        raise Refused(_("There is no department of this kind yet, so there is nobody to hand it to."))
    refuse_outsider(receiver or handoff.receiver, receiving)
    by = _put_to(because(actor, reason), handoff, giving, receiving, receiver.pk if receiver else handoff.receiver_id)
    turns.begun(handoff)
    open_to(actor, handoff, department=receiving)
    open_to(actor, handoff, person=handoff.director_id)
    set_ladder(handoff, Clock.ACCEPT, by)


def _put_to(actor: Actor, handoff: Handoff, giving: int, receiving: int, receiver: int | None) -> datetime:
    """Write what an offer says: the two sides, the mode and the times that the type has at this moment. Answers until when it is due."""
    now, agreed = timezone.now(), handoff.type
    by = due(receiving, now, agreed.accept_within)
    change(
        actor, handoff, state=State.OFFERED, offered_at=now, accept_by=by, turn=(handoff.turn or 0) + 1,
        giver=handoff.giver_id or actor.person, giving=giving, receiver=receiver, receiving=receiving, reason=actor.reason,
        accept_hours=agreed.accept_within, finish_hours=agreed.finish_within, mode=agreed.mode,
        director=director_of(agreed.mode, receiving, handoff.subject), accepted_at=None, finish_by=None, delivered_at=None,
        decider=None, disputed_at=None, decide_by=None,
    )  # fmt: skip
    return by


@step(pgettext("hand-off", "Accept"), "check", "accept")
def accept(actor: Actor, handoff: Handoff, *, receiver: Person | None = None) -> None:
    """Take it on, oneself or for a colleague of the receiving department; the clock to finish it runs from now."""
    refuse_unsuited(actor, handoff)
    refuse_outsider(receiver, handoff.receiving_id)
    who = receiver.pk if receiver else actor.person or handoff.receiver_id
    if who is None:
        raise Invalid({"receiver": _("Say who does it.")})
    directed = {"director": who} if handoff.mode == Mode.PROJECT else {}
    _begin(actor, handoff, who, **directed)
    turns.answered(handoff, Answer.ACCEPTED)
    call_off_ladder(handoff, Clock.ACCEPT)


def _begin(actor: Actor, handoff: Handoff, receiver: int, **more: Any) -> None:
    """Somebody does it from now on; the clock to finish it runs."""
    now = timezone.now()
    by = due(handoff.receiving_id, now, handoff.finish_hours)
    change(actor, handoff, state=State.ACCEPTED, receiver=receiver, accepted_at=now, finish_by=by, **more)
    set_ladder(handoff, Clock.FINISH, by)


@step(pgettext("hand-off", "Return"), "corner-up-left", "return")
def return_(actor: Actor, handoff: Handoff, *, reason: str) -> None:
    """Not accepted, and why: it goes back to the giver with its thread, to be offered again or withdrawn."""
    refuse_unsuited(actor, handoff)
    said = needed(reason)
    change(because(actor, said), handoff, state=State.RETURNED, reason=said, returns=(handoff.returns or 0) + 1)
    turns.answered(handoff, Answer.RETURNED, said)
    call_off_ladder(handoff, Clock.ACCEPT)


@step(pgettext("hand-off", "Dispute"), "gavel", "dispute")
def dispute(actor: Actor, handoff: Handoff, *, reason: str) -> None:
    """The giver does not agree that it was returned, and why; who stands above both decides."""
    refuse_unsuited(actor, handoff)
    said, now, who = needed(reason), timezone.now(), decider_of(handoff)
    if who is None:
        raise Refused(_("Nobody stands above both sides. Say at people whom they report to, or withdraw it."))
    by = due(handoff.receiving_id, now, handoff.accept_hours)
    change(because(actor, said), handoff, state=State.DISPUTED, decider=who, disputed_at=now, decide_by=by, reason=said)
    turns.disputed(handoff)
    open_to(actor, handoff, person=who)


@step(pgettext("hand-off", "Decide"), "gavel", "decide")
def decide(actor: Actor, handoff: Handoff, *, outcome: Outcome, reason: str, receiver: Person | None = None) -> None:
    """Whether it is done after all, and why; then the clock to finish it runs from now."""
    refuse_unsuited(actor, handoff)
    refuse_outsider(receiver, handoff.receiving_id)
    said, decided = because(actor, needed(reason)), {"reason": reason.strip(), "decide_by": None}
    if outcome == Outcome.RETURNED:
        change(said, handoff, state=State.RETURNED, **decided)
    else:
        who = receiver.pk if receiver else handoff.receiver_id or head_of(handoff.receiving_id)
        if who is None:
            raise Invalid({"receiver": _("Say who does it.")})
        _begin(said, handoff, who, **decided)
    turns.decided(handoff)


@step(pgettext("hand-off", "Start"), "player-play", "start")
def start(actor: Actor, handoff: Handoff) -> None:
    """Begin the work."""
    refuse_unsuited(actor, handoff)
    change(actor, handoff, state=State.PROGRESS)


@step(pgettext("hand-off", "Deliver"), "package", "deliver")
def deliver(actor: Actor, handoff: Handoff, *, result: str = "") -> None:
    """Give back what was asked for. Refused while something that was to be met or told back is missing."""
    refuse_unsuited(actor, handoff)
    lacking = lacking_for(handoff, of_giver=False)
    if lacking:
        raise Refused(still(lacking, _("Still open: %(terms)s.")))
    change(actor, handoff, state=State.DELIVERED, delivered_at=timezone.now(), result=result.strip() or handoff.result)
    turns.delivered(handoff)
    call_off_ladder(handoff, Clock.FINISH)


@step(pgettext("hand-off", "Confirm"), "checks", "confirm")
def confirm(actor: Actor, handoff: Handoff) -> None:
    """What came back is what was asked for."""
    refuse_unsuited(actor, handoff)
    change(actor, handoff, state=State.CONFIRMED, closed_at=timezone.now())
    turns.confirmed(handoff)


@step(pgettext("hand-off", "Send back"), "arrow-back-up", "send-back")
def send_back(actor: Actor, handoff: Handoff, *, reason: str) -> None:
    """What came back is not what was asked for, and why; the promise to finish it is the same as before."""
    refuse_unsuited(actor, handoff)
    said = needed(reason)
    change(
        because(actor, said),
        handoff,
        state=State.PROGRESS,
        delivered_at=None,
        reason=said,
        returns=(handoff.returns or 0) + 1,
    )
    turns.sent_back(handoff)
    if handoff.finish_by:
        set_ladder(handoff, Clock.FINISH, handoff.finish_by)


@step(pgettext("hand-off", "Pass on"), "user-share", "pass-on")
def pass_on(actor: Actor, handoff: Handoff, *, receiver: Person) -> None:
    """Another colleague goes on with it; the promise stays what it was."""
    refuse_unsuited(actor, handoff)
    refuse_outsider(receiver, handoff.receiving_id)
    change(actor, handoff, receiver=receiver.pk)


@step(pgettext("hand-off", "Withdraw"), "x", "withdraw")
def withdraw(actor: Actor, handoff: Handoff, *, reason: str) -> None:
    """It is no longer asked for, and why. Nobody owes anything any more."""
    refuse_unsuited(actor, handoff)
    said, unanswered = needed(reason), handoff.state == State.OFFERED
    change(because(actor, said), handoff, state=State.WITHDRAWN, reason=said, closed_at=timezone.now())
    call_off_ladder(handoff, Clock.ACCEPT)
    call_off_ladder(handoff, Clock.FINISH)
    if unanswered:
        turns.answered(handoff, Answer.WITHDRAWN, said)
    shut(actor, handoff)


def refuse_unsuited(actor: Actor, handoff: Handoff) -> None:
    """Raise Refused where the hand-off is elsewhere on its way by now, Forbidden where the step is the other side's."""
    if handoff.state not in STEPS[actor.verb][0]:
        now = State(handoff.state).label
        raise Refused(
            format_lazy(
                _("This hand-off is “{state}” by now, so that cannot be done to it. Nothing was changed."), state=now
            )
        )
    if not takes(actor.verb, actor, handoff):
        raise Forbidden(NOT_THEIRS[sides(actor.verb, handoff)[0]])


def refuse_outsider(receiver: Person | None, department: int | None) -> None:
    """Raise Invalid for a receiver who does not work in the receiving department: nobody else's calendar was promised on."""
    if receiver and receiver.pk not in people_of(department):
        raise Invalid({"receiver": _("This person does not work in the receiving department.")})


NOT_THEIRS = {
    GIVER: _("This is for the giving department to do. Nothing was changed."),
    RECEIVER: _("This is for the receiving department to do. Nothing was changed."),
    DIRECTOR: _("This is for whoever directs it to do. Nothing was changed."),
    DECIDER: _("This is for whoever decides about it to do. Nothing was changed."),
}


def still(lacking: Iterable[str], sentence: Label) -> str:
    return str(sentence) % {"terms": ", ".join(lacking)}


def needed(reason: str) -> str:
    """A reason that says something. Raises Invalid."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    return reason.strip()


def because(actor: Actor, reason: str) -> Actor:
    """The actor with a reason, for the journal."""
    return replace(actor, reason=reason.strip())
