from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, day, link, long_text, moment, money, tagged, text
from concerto.sales.competitor.model import Competitor
from concerto.sales.opportunity.stages import stage_of_pipeline
from concerto.sales.pipeline.model import Pipeline
from concerto.sales.stage.known import first_pipeline


class LostReason(models.TextChoices):
    """Kept small, so that reasons can be counted; the story goes into words."""

    PRICE = "price", pgettext("lost", "Price")
    PRODUCT = "product", pgettext("lost", "Something is missing in the product")
    COMPETITOR = "competitor", pgettext("lost", "Chose a competitor")
    TIMING = "timing", pgettext("lost", "Not now")
    NO_DECISION = "no-decision", pgettext("lost", "No decision")
    SERVICE = "service", pgettext("lost", "Delivery or service")
    OTHER = "other", pgettext("lost", "Another reason")


class Opportunity(Record):
    """A deal we may win: one customer, one pipeline, money, a stage, and the day on which it should be decided.

    `stage_since`, `stalls_on` and `closed_on` follow from the journal, and so does `stay`, the line by which it came to where it
    is. The database forgets them with the move itself, so that nothing old is shown until they are worked out: see the migration.
    """

    name = text(_("Name"), required=True, longest=200)
    customer = link(_("Customer"), Customer, required=True, related_name="opportunities")
    pipeline = link(_("Pipeline"), Pipeline, required=True, related_name="opportunities", default=first_pipeline)
    stage = stage_of_pipeline(_("Stage"))
    amount = money(_("Amount"))
    close_on = day(_("Expected close"))
    next_step = text(_("Next step"), longest=200)
    about = long_text(_("Details"))
    competitor = link(_("Competitor"), Competitor, related_name="opportunities")
    lost_reason = choice(_("Why it was lost"), LostReason)
    lost_why = text(_("How it was lost"), longest=500)
    owner = link(_("Owner"), Person, related_name="opportunities")
    department = link(_("Department"), Department, related_name="opportunities")
    stage_since = moment(_("In this stage since"), editable=False)
    stalls_on = day(_("Stalled from"), editable=False)
    closed_on = day(_("Closed on"), editable=False)
    stay = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="opportunity_sorted"),
            models.Index(fields=["stage", "sort_key", "id"], name="opportunity_by_stage"),
            models.Index(fields=["owner", "sort_key", "id"], name="opportunity_by_owner"),
            models.Index(fields=["customer"], name="opportunity_of_customer"),
            models.Index(fields=["stalls_on", "id"], name="opportunity_stalls", condition=models.Q(stalls_on__isnull=False)),
            models.Index(fields=["closed_on", "id"], name="opportunity_closed", condition=models.Q(closed_on__isnull=False)),
            GinIndex(fields=["search"], name="opportunity_search"),
            tagged("opportunity"),
        ]  # fmt: skip
