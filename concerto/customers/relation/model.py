from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text


class Tie(models.TextChoices):
    """How the first customer stands to the second."""

    WORKS_AT = "works-at", _("works at")
    PARTNER_OF = "partner-of", _("is a partner of")
    HOUSEHOLD = "household", _("lives with")
    REFERRED = "referred", _("was referred by")


class Relation(Record):
    """A tie between two customers. Subsidiaries are no relation but `Customer.part of`, because they form a tree."""

    customer = link(_("Customer"), Customer, required=True, related_name="ties", on_delete=models.CASCADE)
    tie = choice(_("Kind of relation"), Tie, required=True, default=Tie.WORKS_AT)
    other = link(_("Other customer"), Customer, required=True, related_name="ties_to_it", on_delete=models.CASCADE)
    part = text(_("Role"), longest=100, help_text=_("For example: purchasing manager, decision maker."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "tie", "other"],
                condition=Q(trashed_at=None),
                name="relation_once",
                violation_error_message=_("These two are tied this way already."),
            ),
            models.CheckConstraint(
                condition=~Q(customer=F("other")),
                name="relation_of_two",
                violation_error_message=_("A customer cannot be tied to itself."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="relation_sorted")]
