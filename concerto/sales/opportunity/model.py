from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, day, link, long_text, money, tagged, text


class Stage(models.TextChoices):
    DISCOVERY = "discovery", pgettext("opportunity", "Discovery")
    PROPOSAL = "proposal", pgettext("opportunity", "Proposal")
    NEGOTIATION = "negotiation", pgettext("opportunity", "Negotiation")
    WON = "won", pgettext("opportunity", "Won")
    LOST = "lost", pgettext("opportunity", "Lost")


class Opportunity(Record):
    """A deal we may win: one customer, money, a stage, and the day on which it should be decided."""

    name = text(_("Name"), required=True, longest=200)
    customer = link(_("Customer"), Customer, required=True, related_name="opportunities")
    stage = choice(_("Stage"), Stage, required=True, default=Stage.DISCOVERY)
    amount = money(_("Amount"))
    close_on = day(_("Expected close"))
    next_step = text(_("Next step"), longest=200)
    about = long_text(_("Details"))
    owner = link(_("Owner"), Person, related_name="opportunities")
    department = link(_("Department"), Department, related_name="opportunities")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="opportunity_sorted"),
            models.Index(fields=["stage", "sort_key", "id"], name="opportunity_by_stage"),
            models.Index(fields=["owner", "sort_key", "id"], name="opportunity_by_owner"),
            models.Index(fields=["customer"], name="opportunity_of_customer"),
            GinIndex(fields=["search"], name="opportunity_search"),
            tagged("opportunity"),
        ]
