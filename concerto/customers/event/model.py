from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.customers.event_kind.known import known
from concerto.customers.tracked_site.model import TrackedSite
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import from_data, link, moment, money, text, whole
from concerto.kernel.fields.choice import CHOICE
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label


def kind(label: Label, **more: Any) -> models.CharField[str, str]:
    """One of the kinds of events that administrators keep."""
    column = models.CharField(label, max_length=40, **more)
    return kept_as(CHOICE, from_data(column, known))


class Event(Record):
    """Something a customer did, or that happened to one; of a visitor nobody knows yet it has no customer.

    There may be tens of millions, so nobody changes one: the table only grows. `given` is the id that the sender gave it,
    by which a second telling is known; `visitor` what the visitor's browser called itself.
    """

    what = text(_("About"), longest=200, help_text=_("A page, a product, an exhibition."))
    customer = link(_("Customer"), Customer, related_name="events", on_delete=models.CASCADE, db_index=False)
    kind = kind(_("Kind"))
    at = moment(_("When"), null=False, blank=False, default=timezone.now)
    amount = money(_("Amount"))
    score = whole(_("Score"), most=100)
    page = text(_("Page or place"), longest=300)
    site = link(_("Site"), TrackedSite, related_name="events", db_index=False)
    refund_of = link(_("Refund of"), "self", related_name="refunds", db_index=False)
    given = models.UUIDField(null=True, editable=False)
    visitor = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "at"], name="event_of_customer"),
            models.Index(
                fields=["kind", "at"],
                include=["id", "customer", "amount", "score"],
                name="event_window",
                condition=models.Q(trashed_at=None),
            ),
            models.Index(
                fields=["kind", "customer", "at"],
                include=["id", "amount", "score"],
                name="event_of_kind",
                condition=models.Q(trashed_at=None, customer__isnull=False),
            ),
            models.Index(fields=["at", "id"], name="event_time"),
            models.Index(fields=["refund_of"], name="event_refunds", condition=models.Q(refund_of__isnull=False)),
            models.Index(fields=["sort_key", "id"], name="event_sorted", condition=models.Q(sort_key__gt="")),
            models.Index(
                fields=["visitor"], name="event_of_visitor", condition=models.Q(customer=None, visitor__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["given"], name="event_once", violation_error_message=_("This event was told already.")
            ),
        ]
