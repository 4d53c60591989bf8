from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text
from concerto.sales.opportunity.model import Opportunity


class Part(models.TextChoices):
    """What somebody at the customer does when they buy."""

    DECIDES = "decides", pgettext("buying", "Decides")
    PAYS = "pays", pgettext("buying", "Pays")
    USES = "uses", pgettext("buying", "Uses")
    INFLUENCES = "influences", pgettext("buying", "Influences")
    BLOCKS = "blocks", pgettext("buying", "Blocks")


class Attitude(models.TextChoices):
    """How somebody stands to us."""

    FOR = "for", pgettext("buying", "For us")
    NEUTRAL = "neutral", pgettext("buying", "Neutral")
    AGAINST = "against", pgettext("buying", "Against us")


class BuyingRole(Record):
    """What part a person plays in a deal, and how that one stands to us."""

    opportunity = link(
        _("Opportunity"), Opportunity, required=True, related_name="buying_roles", on_delete=models.CASCADE
    )
    person = link(_("Person"), Customer, required=True, related_name="buying_roles", on_delete=models.CASCADE)
    part = choice(_("Part"), Part, required=True, default=Part.DECIDES)
    attitude = choice(_("Attitude"), Attitude, required=True, default=Attitude.NEUTRAL)
    note = text(_("What matters to them"), longest=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person", "part"],
                condition=models.Q(trashed_at=None),
                name="buying_role_once",
                violation_error_message=_("This person plays this part already."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="buying_role_sorted")]
