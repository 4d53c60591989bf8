"""What can be said to an approval. Who decides what, the approval itself knows: whoever may look at it may try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.approval.rules import asks_again, decides, own_verdict, passes_on, withdraws
from concerto.collaboration.approvals.carrying_out import carry_out, do
from concerto.collaboration.approvals.step.model import Mode
from concerto.collaboration.approvals.steps import answer, ask_one, begin, due, end, stage_of, told, waiting_for
from concerto.collaboration.approvals.verdict.model import Answer, Verdict
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.action import Action, Suits, action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.telling import tell
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label


def said(label: Label, icon: str, suits: Suits) -> Callable[[Callable[..., None]], Action[Approval]]:
    return action(on=Approval, label=label, needs=Act.READ, icon=icon, bulk=False, suits=suits)


@said(pgettext("approval", "Approve"), "thumb-up", decides)
def approve(actor: Actor, approval: Approval, *, reason: str = "") -> None:
    """Agree. With the last yes that is needed it is done, in the name of who asked."""
    own = _own(actor, approval)
    actor = replace(actor, reason=reason.strip())
    answer(actor, approval, [own], Answer.APPROVED, reason.strip())
    step = approval.step or 1
    if stage_of(approval).mode == Mode.ALL and waiting_for(approval):
        tell(actor, approval)
        return
    answer(actor, approval, waiting_for(approval), Answer.SPARED)
    if step < (approval.steps or 1):
        by = due(approval.asked_by_id, timezone.now(), stage_of(approval, step + 1).hours)
        begin(approval, told(actor, approval, step=step + 1, decide_by=by))
        return
    outcome = carry_out(approval)
    end(actor, approval, State.STUCK if outcome.why else State.DONE, outcome.why, outcome.made)


@said(pgettext("approval", "Refuse"), "thumb-down", decides)
def refuse(actor: Actor, approval: Approval, *, reason: str) -> None:
    """Say no, and why. It is not done, whatever others said."""
    _decline(actor, approval, Answer.REFUSED, State.REFUSED, reason)


@said(pgettext("approval", "Send back"), "arrow-back-up", decides)
def send_back(actor: Actor, approval: Approval, *, reason: str) -> None:
    """Not like this, and why: who asked may change it and ask again."""
    _decline(actor, approval, Answer.RETURNED, State.RETURNED, reason)


def _decline(actor: Actor, approval: Approval, said: Answer, state: State, reason: str) -> None:
    own, why = _own(actor, approval), reason.strip()
    if not why:
        raise Invalid({"reason": _("Say why.")})
    actor = replace(actor, reason=why)
    answer(actor, approval, [own], said, why)
    end(actor, approval, state, why)


@said(pgettext("approval", "Pass on"), "user-share", passes_on)
def pass_on(actor: Actor, approval: Approval, *, person: Person, reason: str = "") -> None:
    """Let somebody else decide instead of oneself; the time to decide stays what it was."""
    own = own_verdict(actor, approval)
    if own is None and not passes_on(actor, approval):
        raise _not_theirs(approval)
    _refuse_unfit(approval, person)
    passed: list[Verdict] = [own] if own else waiting_for(approval)
    actor = replace(actor, reason=reason.strip())
    answer(actor, approval, passed, Answer.PASSED_ON, reason.strip())
    ask_one(approval, person.pk, tell(actor, approval), passed[0].person_id if passed else None)


def _refuse_unfit(approval: Approval, person: Person) -> None:
    if person.pk == approval.asked_by_id and not stage_of(approval).own_too:
        raise Invalid({"person": _("Nobody decides about what they asked for themselves.")})
    if person.left_at is not None:
        raise Invalid({"person": _("This person has left.")})
    if person.pk in {each.person_id for each in waiting_for(approval)}:
        raise Invalid({"person": _("This person is asked already.")})


@said(pgettext("approval", "Withdraw"), "x", withdraws)
def withdraw(actor: Actor, approval: Approval, *, reason: str = "") -> None:
    """It is no longer asked for. Nobody owes anything any more."""
    if not withdraws(actor, approval):
        raise _not_theirs(approval)
    end(replace(actor, reason=reason.strip()), approval, State.WITHDRAWN, reason.strip())


@said(pgettext("approval", "Ask again"), "refresh", asks_again)
def ask_again(actor: Actor, approval: Approval) -> None:
    """The same once more, on what is there now: it is sent for approval anew, or done at once where none is needed any more."""
    if not asks_again(actor, approval):
        raise _not_theirs(approval)
    made = do(replace(actor, verb=""), approval)
    change(actor, approval, state=State.DONE, closed_at=timezone.now(), result=made, reason="")


def _own(actor: Actor, approval: Approval) -> Verdict:
    own = own_verdict(actor, approval)
    if own is None:
        raise _not_theirs(approval)
    return own


def _not_theirs(approval: Approval) -> Refused:
    if approval.state != State.ASKED:
        now = State(approval.state).label
        return Refused(format_lazy(_("This approval is “{state}” by now. Nothing was changed."), state=now))
    return Forbidden(_("This is not yours to decide, or you have decided already. Nothing was changed."))
