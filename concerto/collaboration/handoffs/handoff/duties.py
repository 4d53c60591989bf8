"""What the two sides of a hand-off owe each other."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.collaboration.my_work.duty import owes

owes(
    "handoff.accept", Handoff, pgettext("hand-off", "Accept"), when=Q(state=State.OFFERED),
    by=Handoff.accept_by, person=Handoff.receiver, department=Handoff.receiving, giver=Handoff.giver, verb="accept", since=Handoff.offered_at,
)  # fmt: skip
owes(
    "handoff.finish", Handoff, pgettext("hand-off", "Deliver"), when=Q(state__in=AT_WORK),
    by=Handoff.finish_by, person=Handoff.receiver, giver=Handoff.giver, verb="deliver", since=Handoff.accepted_at,
)  # fmt: skip
owes(
    "handoff.offer", Handoff, pgettext("hand-off", "Offer"), when=Q(state=State.RETURNED),
    person=Handoff.giver, department=Handoff.giving, verb="offer",
)  # fmt: skip
owes(
    "handoff.decide", Handoff, pgettext("hand-off", "Decide"), when=Q(state=State.DISPUTED),
    by=Handoff.decide_by, person=Handoff.decider, giver=Handoff.giver, verb="decide", since=Handoff.disputed_at,
)  # fmt: skip
owes(
    "handoff.confirm", Handoff, pgettext("hand-off", "Confirm"), when=Q(state=State.DELIVERED),
    person=Handoff.giver, department=Handoff.giving, giver=Handoff.receiver, verb="confirm", since=Handoff.delivered_at,
)  # fmt: skip
