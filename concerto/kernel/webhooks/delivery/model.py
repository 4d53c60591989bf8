from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, moment, text, whole
from concerto.kernel.journal.model import Entry
from concerto.kernel.webhooks.hook.model import Webhook


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")
    WITHHELD = "withheld", _("Withheld")


class Delivery(Record):
    """One message of one hook: what is told of one line of the journal, and how it went.

    `event` is the journal id; there is one message for an event and a hook, whatever is read or tried twice. A trial has
    none. `request` is the body as it was sent first; `answer` the beginning of what came back last.
    """

    what = text(_("Event"), longest=140)
    webhook = link(_("Webhook"), Webhook, required=True, related_name="deliveries")
    event = models.BigIntegerField(null=True, editable=False)
    state = choice(_("State"), State, required=True, default=State.WAITING)
    tries = whole(_("Tries"), most=1000, default=0)
    next_try_at = moment(_("Next try"))
    tried_at = moment(_("Last try"))
    status = whole(_("Answer"), most=999)
    took = whole(_("Milliseconds"))
    problem = text(_("Problem"), longest=500)
    request = long_text(_("Sent"))
    answer = long_text(_("Answered"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="delivery_sorted"),
            models.Index(
                fields=["webhook", "next_try_at", "id"], name="delivery_due", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event"],
                name="delivery_once",
                violation_error_message=_("This webhook has a delivery for this event already."),
            )
        ]

    @property
    def message_id(self) -> str:
        """The same for every try, so that the other side knows a message again."""
        return f"msg_{self.webhook_id}_{self.pk}"

    @classmethod
    def of(cls, hook: Webhook, what: str, entry: Entry | None = None) -> Self:
        """A message that waits to be sent. Lists begin with the newest, so the order counts down."""
        now = timezone.now()
        order = f"{10**13 - int(now.timestamp() * 1000):014d}"
        return cls(
            webhook=hook,
            event=entry.id if entry else None,
            what=what,
            next_try_at=now,
            created_at=now,
            updated_at=now,
            sort_key=order,
        )
