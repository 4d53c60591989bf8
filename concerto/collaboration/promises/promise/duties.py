"""What whoever keeps a promise owes."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.my_work.duty import owes
from concerto.collaboration.promises.promise.actions import keep
from concerto.collaboration.promises.promise.model import Promise, State

owes(
    "promise.keep", Promise, pgettext("duty", "Keep the promise"), when=Q(state=State.OPEN),
    by=Promise.due, person=Promise.owner, giver=Promise.maker, verb=keep.verb, since=Promise.created_at,
)  # fmt: skip
