"""The steps of a hand-off. Each says from where it goes on and whose it is; what does not fit is refused, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.escalation.model import Clock
from concerto.collaboration.handoffs.handoff.clocks import call_off_ladder, due, set_ladder
from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.collaboration.handoffs.handoff.opening import open_to_receiver, shut
from concerto.collaboration.handoffs.handoff.rules import GIVER, STEPS, is_on, suits
from concerto.collaboration.handoffs.provision.lacking import lacking_for
from concerto.collaboration.handoffs.turn import keeping as turns
from concerto.collaboration.handoffs.turn.model import Answer
from concerto.collaboration.sides import department_among, people_of
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
    now = timezone.now()
    agreed = handoff.type
    accept_by = due(receiving, now, agreed.accept_within)
    change(
        because(actor, reason), handoff, state=State.OFFERED, offered_at=now, accept_by=accept_by, turn=(handoff.turn or 0) + 1,
        giver=handoff.giver_id or actor.person, giving=giving, receiving=receiving, reason=reason.strip(),
        accept_hours=agreed.accept_within, finish_hours=agreed.finish_within,
        receiver=receiver.pk if receiver else handoff.receiver_id, accepted_at=None, finish_by=None, delivered_at=None,
    )  # fmt: skip
    turns.begun(handoff)
    open_to_receiver(actor, handoff)
    set_ladder(handoff, Clock.ACCEPT, accept_by)


@step(pgettext("hand-off", "Accept"), "check", "accept")
def accept(actor: Actor, handoff: Handoff, *, receiver: Person | None = None) -> None:
    """Take it on, oneself or for a colleague of the receiving department; the clock to finish it runs from now."""
    refuse_unsuited(actor, handoff)
    refuse_outsider(receiver, handoff.receiving_id)
    now, who = timezone.now(), receiver.pk if receiver else actor.person or handoff.receiver_id
    if who is None:
        raise Invalid({"receiver": _("Say who does it.")})
    finish_by = due(handoff.receiving_id, now, handoff.finish_hours)
    change(actor, handoff, state=State.ACCEPTED, receiver=who, accepted_at=now, finish_by=finish_by)
    turns.answered(handoff, Answer.ACCEPTED)
    call_off_ladder(handoff, Clock.ACCEPT)
    set_ladder(handoff, Clock.FINISH, finish_by)


@step(pgettext("hand-off", "Return"), "corner-up-left", "return")
def return_(actor: Actor, handoff: Handoff, *, reason: str) -> None:
    """Not accepted, and why: it goes back to the giver with its thread, to be offered again or withdrawn."""
    refuse_unsuited(actor, handoff)
    said = needed(reason)
    change(because(actor, said), handoff, state=State.RETURNED, reason=said, returns=(handoff.returns or 0) + 1)
    turns.answered(handoff, Answer.RETURNED, said)
    call_off_ladder(handoff, Clock.ACCEPT)


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
    states, side = STEPS[actor.verb]
    if handoff.state not in states:
        now = State(handoff.state).label
        raise Refused(
            format_lazy(
                _("This hand-off is “{state}” by now, so that cannot be done to it. Nothing was changed."), state=now
            )
        )
    if not is_on(side, actor, handoff):
        raise Forbidden(NOT_THE_GIVER if side == GIVER else NOT_THE_RECEIVER)


def refuse_outsider(receiver: Person | None, department: int | None) -> None:
    """Raise Invalid for a receiver who does not work in the receiving department: nobody else's calendar was promised on."""
    if receiver and receiver.pk not in people_of(department):
        raise Invalid({"receiver": _("This person does not work in the receiving department.")})


NOT_THE_GIVER = _("This is for the giving department to do. Nothing was changed.")
NOT_THE_RECEIVER = _("This is for the receiving department to do. Nothing was changed.")


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
