from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, tagged, text


class Kind(models.TextChoices):
    ENQUIRY = "enquiry", pgettext("ticket", "Enquiry")
    FAULT = "fault", pgettext("ticket", "Fault")
    COMPLAINT = "complaint", pgettext("ticket", "Complaint")
    REQUEST = "request", pgettext("ticket", "Request")


class Priority(models.TextChoices):
    LOW = "low", pgettext("priority", "Low")
    NORMAL = "normal", pgettext("priority", "Normal")
    HIGH = "high", pgettext("priority", "High")
    URGENT = "urgent", pgettext("priority", "Urgent")


class Status(models.TextChoices):
    NEW = "new", pgettext("ticket", "New")
    WORKING = "open", pgettext("ticket", "Being worked on")
    WAITING = "waiting", pgettext("ticket", "Waiting for the customer")
    RESOLVED = "resolved", pgettext("ticket", "Resolved")
    CLOSED = "closed", pgettext("ticket", "Closed")


class Ticket(Record):
    """Something that a customer asked of us, until it is resolved."""

    subject = text(_("Subject"), required=True, longest=200)
    customer = link(_("Customer"), Customer, required=True, related_name="tickets")
    kind = choice(_("Kind"), Kind, required=True, default=Kind.ENQUIRY)
    priority = choice(_("Priority"), Priority, required=True, default=Priority.NORMAL)
    status = choice(pgettext("ticket", "Status"), Status, required=True, default=Status.NEW)
    body = long_text(_("What was said"))
    serial = text(_("Serial number"), longest=80)
    answer = long_text(_("Answer"))
    owner = link(_("Owner"), Person, related_name="tickets")
    department = link(_("Department"), Department, related_name="tickets")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="ticket_sorted"),
            models.Index(fields=["status", "sort_key", "id"], name="ticket_by_status"),
            models.Index(fields=["owner", "sort_key", "id"], name="ticket_by_owner"),
            models.Index(fields=["customer"], name="ticket_of_customer"),
            GinIndex(fields=["search"], name="ticket_search"),
            tagged("ticket"),
        ]
