from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, moment, tagged, text, whole


class Sort(models.TextChoices):
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    MAIL = "mail", _("Mail")
    VISIT = "visit", _("Visit")
    CHAT = "chat", _("Chat")


class Direction(models.TextChoices):
    TO_THEM = "to-them", _("We to them")
    TO_US = "to-us", _("They to us")


class Activity(Record):
    """A touch between us and a customer: a call, a meeting, a mail, a visit, a chat."""

    customer = link(_("Customer"), Customer, required=True, related_name="activities", on_delete=models.CASCADE)
    sort = choice(_("Kind"), Sort, required=True, default=Sort.CALL)
    subject = text(_("Subject"), required=True)
    body = long_text(_("What was said"))
    direction = choice(_("Direction"), Direction)
    happened_at = moment(_("When"), null=False, blank=False, default=timezone.now)
    minutes = whole(_("Minutes"), most=100_000)
    author = link(_("By"), Person, related_name="activities")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="activity_sorted"),
            models.Index(fields=["customer", "-happened_at"], name="activity_of_customer"),
            GinIndex(fields=["search"], name="activity_search"),
            tagged("activity"),
        ]
