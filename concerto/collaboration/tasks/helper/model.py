from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text


class TaskHelper(Record):
    """Somebody of any department who helps with a task. Its assignee alone is responsible for it."""

    task = link(_("Task"), Task, required=True, related_name="helpers", on_delete=models.CASCADE)
    person = link(_("Person"), Person, required=True, related_name="helped_tasks", on_delete=models.CASCADE)
    note = text(pgettext("task", "Helps with"), longest=120, help_text=_("What this person brings in."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"],
                condition=models.Q(trashed_at=None),
                name="task_helper_once",
                violation_error_message=_("This person helps with it already."),
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="task_helper_sorted"),
            models.Index(fields=["person"], name="task_helper_person"),
        ]
