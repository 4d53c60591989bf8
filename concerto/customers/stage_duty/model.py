from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Stage
from concerto.kernel.access.department.model import Hue
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, text


class StageDuty(Record):
    """What one part of the company does for customers at one stage. Departments are meant by their colour, which says what
    they are, so that duties are there before the departments are."""

    stage = choice(_("Stage"), Stage, required=True, default=Stage.ACQUIRE)
    part = choice(_("Department"), Hue, required=True, default=Hue.SALES)
    duty = text(_("Duty"), required=True, longest=200)
    duty_zh = text(_("Duty in Chinese"), longest=200)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="stage_duty_sorted")]
