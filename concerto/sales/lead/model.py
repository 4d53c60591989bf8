from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, email, link, long_text, money, phone, tagged, text


class Status(models.TextChoices):
    NEW = "new", pgettext("lead", "New")
    WORKING = "working", pgettext("lead", "Being followed up")
    QUALIFIED = "qualified", pgettext("lead", "Qualified")
    CONVERTED = "converted", pgettext("lead", "Converted")
    RECYCLED = "recycled", pgettext("lead", "Not now")


class Lead(Record):
    """Somebody who may want to buy: who they are, what they are interested in, and how far we know that it is real."""

    name = text(_("Name"), required=True, longest=200)
    company = text(_("Company"), longest=200)
    email = email(_("E-mail"))
    phone = phone(_("Phone"))
    source = text(_("Source"), longest=100)
    interest = long_text(_("Interested in"))
    budget = money(_("Budget"))
    decides = text(_("Who decides"), longest=100)
    status = choice(pgettext("lead", "Status"), Status, required=True, default=Status.NEW)
    customer = link(_("Customer"), Customer, related_name="leads")
    owner = link(_("Owner"), Person, related_name="leads")
    department = link(_("Department"), Department, related_name="leads")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="lead_sorted"),
            models.Index(fields=["status", "sort_key", "id"], name="lead_by_status"),
            models.Index(fields=["owner", "sort_key", "id"], name="lead_by_owner"),
            GinIndex(fields=["search"], name="lead_search"),
            tagged("lead"),
        ]
