from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text


class Prerequisite(Record):
    """One more task that has to be done before another, beside the first, which the form of a task asks for (`after`)."""

    task = link(_("Task"), Task, required=True, related_name="prerequisites", on_delete=models.CASCADE)
    before = link(
        pgettext("task", "Waits for"), Task, required=True, related_name="prerequisite_of", on_delete=models.CASCADE
    )
    note = text(pgettext("task", "Because of"), longest=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "before"],
                condition=Q(trashed_at=None),
                name="prerequisite_once",
                violation_error_message=_("It waits for this task already."),
            ),
            models.CheckConstraint(
                condition=~Q(task=F("before")),
                name="prerequisite_of_another",
                violation_error_message=_("A task cannot wait for itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="prerequisite_sorted"),
            models.Index(fields=["before"], name="prerequisite_before"),
        ]
