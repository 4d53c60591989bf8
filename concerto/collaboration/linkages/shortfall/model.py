from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.linkages.linkage.model import Figure, Linkage
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.department.model import Department
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, number, text


class Shortfall(Record):
    """A time for which a figure was past its threshold, and the help that was asked for then, once. What was agreed on is kept as it
    was then: the rule may be another by now."""

    linkage = link(_("Linkage rule"), Linkage, required=True, related_name="shortfalls", on_delete=models.CASCADE)
    name = text(_("Name"), required=True)
    name_zh = text(_("Name in Chinese"))
    department = link(_("Department"), Department, required=True, related_name="shortfalls")
    figure = choice(_("Figure"), Figure, required=True, default=Figure.KEPT)
    threshold = number(_("Threshold"), null=False, blank=False, default=0)
    began_at = moment(_("Began"), null=False, blank=False)
    first = number(_("When it began"), null=False, blank=False, default=0)
    worst = number(_("At its worst"), null=False, blank=False, default=0)
    ended_at = moment(_("Ended"))
    task = link(_("Task"), Task, related_name="shortfalls", on_delete=models.SET_NULL)
    handoff = link(_("Hand-off"), Handoff, related_name="shortfalls", on_delete=models.SET_NULL)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="shortfall_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["linkage"],
                condition=Q(ended_at=None),
                name="shortfall_open_once",
                violation_error_message=_("This shortfall is known already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
                name="shortfall_ends_later",
                violation_error_message=_("It cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=Q(task=None) | Q(handoff=None),
                name="shortfall_helped_once",
                violation_error_message=_("Help is asked for once."),
            ),
        ]
