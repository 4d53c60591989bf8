from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text


class Note(Record):
    """Something worth remembering about a customer, written for colleagues."""

    customer = link(_("Customer"), Customer, required=True, related_name="notes", on_delete=models.CASCADE)
    body = long_text(_("Note"), required=True)
    author = link(_("Written by"), Person, related_name="notes")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="note_sorted"),
            models.Index(fields=["customer", "-created_at"], name="note_of_customer"),
            GinIndex(fields=["search"], name="note_search"),
        ]
