"""A task is owed until it is done or dropped."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.my_work.duty import owes
from concerto.collaboration.tasks.task.model import OWED, Task

owes(
    "task.finish", Task, pgettext("task", "Finish"), when=Q(state__in=OWED), by=Task.due, person=Task.assignee,
    department=Task.department, giver=Task.giver, verb="finish", take="take", since=Task.created_at,
)  # fmt: skip
