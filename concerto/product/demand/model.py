from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, tagged, text


class Status(models.TextChoices):
    NEW = "new", pgettext("demand", "New")
    WEIGHED = "weighed", pgettext("demand", "Being weighed")
    PLANNED = "planned", pgettext("demand", "Planned")
    BUILT = "built", pgettext("demand", "Built")
    DECLINED = "declined", pgettext("demand", "Declined")


class Demand(Record):
    """Something that customers wish for, and what became of it."""

    title = text(_("What is wished for"), required=True, longest=200)
    why = long_text(_("Why"))
    customer = link(_("Customer"), Customer, related_name="demands")
    status = choice(pgettext("demand", "Status"), Status, required=True, default=Status.NEW)
    owner = link(_("Owner"), Person, related_name="demands")
    department = link(_("Department"), Department, related_name="demands")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="demand_sorted"),
            models.Index(fields=["status", "sort_key", "id"], name="demand_by_status"),
            GinIndex(fields=["search"], name="demand_search"),
            tagged("demand"),
        ]
