from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import LONGEST, Attached, part
from concerto.kernel.fields import choice, link, long_text, moment, tagged, text, whole, yes_no


class State(models.TextChoices):
    OPEN = "open", pgettext("task", "Open")
    PROGRESS = "progress", pgettext("task", "In progress")
    WAITING = "waiting", pgettext("task", "Waiting")
    DONE = "done", pgettext("task", "Done")
    DROPPED = "dropped", pgettext("task", "Dropped")


class Priority(models.TextChoices):
    LOW = "low", pgettext("priority", "Low")
    NORMAL = "normal", pgettext("priority", "Normal")
    HIGH = "high", pgettext("priority", "High")
    URGENT = "urgent", pgettext("priority", "Urgent")


class Unit(models.TextChoices):
    """What a rhythm counts in."""

    DAYS = "days", pgettext("rhythm", "Days")
    WEEKS = "weeks", pgettext("rhythm", "Weeks")
    MONTHS = "months", pgettext("rhythm", "Months")


OWED = (State.OPEN, State.PROGRESS, State.WAITING)  # somebody has to do it


class Task(Attached):
    """Something that somebody is to do, on a record of any noun or on none: then only those whom it names know of it.

    The assignee does it; a department holds it as long as no person is named. `after` is the task that has to be done before.
    One that comes again every so often makes the next when it is finished: that one `renews` it, and `planned` is when its
    rhythm has it due, before days off and short months moved it; `on_day` is the day of the month it began with.
    """

    subject = text(_("About"), longest=LONGEST, help_text=_("The code of a record, as C-00012. Empty: no record."))
    number = models.GeneratedField(
        expression=Cast(NullIf(part(2), Value("")), models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    title = text(_("Task"), required=True, longest=200)
    about = long_text(_("Details"))
    assignee = link(_("Assignee"), Person, related_name="tasks", help_text=_("Who does it."))
    department = link(
        _("Department"),
        Department,
        related_name="tasks",
        help_text=_("Whose it is while no person is named: leave the assignee empty then."),
    )
    giver = link(pgettext("task", "Given by"), Person, related_name="tasks_given")
    due = moment(pgettext("task", "Due"))
    state = choice(_("State"), State, required=True, default=State.OPEN)
    priority = choice(_("Priority"), Priority, required=True, default=Priority.NORMAL)
    checklist = long_text(_("Checklist"), help_text=_("A step on each line; what is done begins with [x]."))
    after = link(_("Blocked by"), "self", tree=True, related_name="blocks", on_delete=models.SET_NULL)
    every = whole(_("Again every"), help_text=_("So many days, weeks or months after it was due. Empty: once."))
    unit = choice(_("Counted in"), Unit, required=True, default=Unit.WEEKS)
    workdays = yes_no(_("On working days only"), help_text=_("On a day off it moves to the next working day."))
    renews = link(_("Renews"), "self", related_name="renewed", on_delete=models.SET_NULL)
    closed_at = moment(pgettext("task", "Closed"))
    closed_by = link(_("Closed by"), Person, related_name="+")
    reason = text(_("Reason"), longest=500, help_text=_("Why it waits, or was dropped."))
    planned = models.DateTimeField(null=True, editable=False)
    on_day = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="task_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="task_of"),
            models.Index(fields=["assignee", "due", "id"], name="task_owed", condition=Q(state__in=OWED)),
            models.Index(fields=["department", "due", "id"], name="task_held", condition=Q(state__in=OWED)),
            models.Index(fields=["giver", "due", "id"], name="task_given", condition=Q(state__in=OWED)),
            models.Index(fields=["due", "id"], name="task_due"),
            GinIndex(fields=["search"], name="task_search"),
            tagged("task"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="") | Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="task_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
            models.CheckConstraint(
                condition=Q(every=None) | Q(every__range=(1, 366)),
                name="task_rhythm",
                violation_error_message=_("Every 1 to 366 days, weeks or months."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OWED, closed_at=None) | Q(state__in=[State.DONE, State.DROPPED], closed_at__isnull=False),
                name="task_closed",
                violation_error_message=_("What is done or dropped has the time at which it was."),
            ),
            models.UniqueConstraint(
                fields=["renews"],
                name="task_renewed_once",
                violation_error_message=_("The next one is there already."),
            ),
        ]  # fmt: skip
