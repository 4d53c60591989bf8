from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer, Stage
from concerto.customers.event.model import Event
from concerto.customers.event.model import kind as kind_of_event
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO


class Sort(models.TextChoices):
    TROUBLE = "trouble", _("Trouble")
    LOW_SCORE = "low-score", _("Low score")
    DELAY = "delay", _("Longer in a stage than the target")


class PainPoint(Record):
    """Where a customer's journey hurt: an event that is trouble, a low score, a stage that took longer than its target.

    `origin` is the id of the event, or that of the stay with a minus before it. When the customer was hurt before it is kept
    with it, so that customers of a period are counted without telling them apart: those whom nothing hurt before within it.
    `same_before` is of the same stage, sort and kind, `again_before` of those that were a repeat, `stage_before` of the stage.
    """

    what = text(_("About"))
    customer = link(
        _("Customer"), Customer, required=True, related_name="pain_points", on_delete=models.CASCADE, db_index=False
    )
    sort = choice(_("Pain point"), Sort, required=True)
    kind = kind_of_event(_("Kind of event"), blank=True, default="")
    stage = choice(_("Stage"), Stage)
    at = moment(_("When"), null=False, blank=False)
    score = whole(_("Score"), most=100)
    again = kept_as(YES_NO, models.BooleanField(_("Again within 90 days"), default=False))
    event = link(_("Event"), Event, related_name="pain_points", on_delete=models.CASCADE)
    origin = models.BigIntegerField(editable=False)
    same_before = models.DateTimeField(null=True, editable=False)
    again_before = models.DateTimeField(null=True, editable=False)
    stage_before = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], name="pain_once", violation_error_message=_("This pain point is kept already.")
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="pain_sorted", condition=models.Q(sort_key__gt="")),
            models.Index(fields=["customer", "at"], name="pain_of_customer"),
            models.Index(fields=["stage", "sort", "kind", "at"], include=["customer", "again"], name="pain_in_stage"),
        ]
