from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.customers.customer.model import Customer, Stage
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole


class Stay(Record):
    """A time that a customer spent in a stage, as the journal tells it; the one without an end is the present one.

    So that maps of many need not look at each customer's stays together: `furthest` is how many stages the customer had
    come before this stay, and the first stay in a stage keeps in `onward` how long it took from there to a later stage.
    """

    customer = link(
        _("Customer"), Customer, required=True, related_name="stays", on_delete=models.CASCADE, db_index=False
    )
    place = whole(pgettext("order", "Place"), least=1)
    stage = choice(_("Stage"), Stage, required=True)
    since = moment(_("Since"), null=False, blank=False)
    until = moment(_("Until"))
    days = whole(_("Days"))
    next = choice(_("Then"), Stage)
    reason = text(_("Why"))
    furthest = models.SmallIntegerField(default=0, db_default=0, editable=False)
    onward = models.DurationField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "place"], name="stay_once", violation_error_message=_("This stay is kept already.")
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="stay_sorted", condition=models.Q(sort_key__gt="")),
            models.Index(fields=["customer", "since"], include=["stage"], name="stay_of_customer"),
            models.Index(fields=["stage", "customer"], name="stay_in_stage"),
        ]
