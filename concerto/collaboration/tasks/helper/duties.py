"""Help is owed until the task is done or dropped."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.my_work.duty import owes
from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.task.model import OWED

owes(
    "task-helper.help", TaskHelper, pgettext("task", "Help"), when=Q(task__state__in=OWED), by="task__due",
    person=TaskHelper.person, since=TaskHelper.created_at,
)  # fmt: skip
