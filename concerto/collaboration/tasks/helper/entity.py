from django.utils.translation import gettext_lazy as _

from concerto.collaboration.tasks.helper.guards import helps_where_it_can
from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.task.entity import task
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

task_helper = Entity(
    TaskHelper,
    id="task-helper",
    path="task-helpers",
    prefix="TH",
    label=_("Helper"),
    plural=_("Helpers"),
    about=_("Who helps with which task, beside the one who is responsible for it."),
    icon="heart-handshake",
    title=TaskHelper.note,
    columns=[TaskHelper.task, TaskHelper.person, TaskHelper.note],
    page=[Section(_("Helper"), TaskHelper.task, TaskHelper.person, TaskHelper.note)],
    follows=TaskHelper.task,
    guards=[helps_where_it_can],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE),
    ],
)
task.also_names(TaskHelper.task, TaskHelper.person)
