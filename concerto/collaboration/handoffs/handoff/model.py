from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import choice, link, long_text, moment, number, tagged, text, whole


class State(models.TextChoices):
    """Where a hand-off is on its way. Who brought it there, when and why, the journal tells."""

    DRAFT = "draft", pgettext("hand-off", "Draft")
    OFFERED = "offered", pgettext("hand-off", "Offered")
    ACCEPTED = "accepted", pgettext("hand-off", "Accepted")
    PROGRESS = "progress", pgettext("hand-off", "In progress")
    DELIVERED = "delivered", pgettext("hand-off", "Delivered")
    CONFIRMED = "confirmed", pgettext("hand-off", "Confirmed")
    RETURNED = "returned", pgettext("hand-off", "Returned")
    DISPUTED = "disputed", pgettext("hand-off", "Disputed")
    WITHDRAWN = "withdrawn", pgettext("hand-off", "Withdrawn")


class Outcome(models.TextChoices):
    """What was decided about a disputed hand-off."""

    DONE = "done", pgettext("decision", "It is done")
    RETURNED = "returned", pgettext("decision", "It stays returned")


OPEN = (
    State.OFFERED,
    State.ACCEPTED,
    State.PROGRESS,
    State.DELIVERED,
    State.RETURNED,
    State.DISPUTED,
)  # somebody owes something
AT_WORK = (State.ACCEPTED, State.PROGRESS)


class Handoff(Attached):
    """Something that one department hands to another, on a record of any noun, under the terms of a type.

    Two promises have a clock on the receiver's working calendar: to accept it (`accept_by`, from the offer on) and to finish it
    (`finish_by`, from accepting on). `turn` counts the offers: a returned one keeps its thread and is offered again. A giver who does not
    agree that it was returned disputes it: then the `decider` says, by `decide_by`, whether it is done. `mode` is how both sides
    work together, as the type said when it was offered; it says who the `director` and the decider are (see mode/modes.py).
    """

    title = text(_("What is asked"), required=True, longest=200)
    about = long_text(_("Details"))
    type = link(_("Hand-off type"), HandoffType, required=True, related_name="handoffs")
    state = choice(_("State"), State, required=True, default=State.DRAFT)
    giver = link(_("Giver"), Person, related_name="handoffs_given")
    giving = link(_("From"), Department, related_name="handoffs_given")
    receiver = link(_("Receiver"), Person, related_name="handoffs_received")
    receiving = link(_("To"), Department, related_name="handoffs_received")
    mode = choice(_("Co-operation"), Mode, required=True, default=Mode.PARALLEL)
    director = link(_("Directed by"), Person, related_name="handoffs_directed")
    decider = link(_("Decided by"), Person, related_name="handoffs_decided")
    accept_hours = number(_("Hours to accept"), help_text=_("As the type said when it was offered."))
    finish_hours = number(_("Hours to finish"), help_text=_("As the type said when it was offered."))
    offered_at = moment(_("Offered"))
    accept_by = moment(_("To be accepted by"))
    accepted_at = moment(_("Accepted"))
    finish_by = moment(_("To be finished by"))
    delivered_at = moment(_("Delivered"))
    disputed_at = moment(_("Disputed"))
    decide_by = moment(_("To be decided by"))
    closed_at = moment(_("Closed"))
    result = long_text(_("What came back"))
    reason = text(_("Reason"), longest=500, help_text=_("Why it was returned, sent back or withdrawn last."))
    turn = whole(_("Times offered"), null=False, blank=False, default=0)
    returns = whole(_("Times returned"), null=False, blank=False, default=0)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="handoff_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="handoff_of"),
            models.Index(fields=["state", "receiving", "finish_by"], name="handoff_owed"),
            models.Index(fields=["receiver", "state"], name="handoff_received"),
            models.Index(fields=["giver", "state"], name="handoff_given"),
            models.Index(fields=["decider"], name="handoff_disputed", condition=models.Q(state="disputed")),
            GinIndex(fields=["search"], name="handoff_search"),
            tagged("handoff"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="handoff_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT)
                | models.Q(offered_at__isnull=False, accept_by__isnull=False, giving__isnull=False, receiving__isnull=False)
                | models.Q(state=State.WITHDRAWN),
                name="handoff_offered",
                violation_error_message=_("What was offered has two departments and a time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.ACCEPTED, State.PROGRESS, State.DELIVERED, State.CONFIRMED])
                | models.Q(accepted_at__isnull=False, finish_by__isnull=False, receiver__isnull=False),
                name="handoff_accepted",
                violation_error_message=_("What was accepted has somebody who does it, and a time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.DELIVERED, State.CONFIRMED]) | models.Q(delivered_at__isnull=False),
                name="handoff_delivered",
                violation_error_message=_("What was delivered has a time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DISPUTED) | models.Q(decider__isnull=False, disputed_at__isnull=False),
                name="handoff_disputed",
                violation_error_message=_("What is disputed has somebody who decides."),
            ),
        ]  # fmt: skip
