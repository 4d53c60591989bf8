from django.utils.translation import gettext_lazy as _

from concerto.collaboration.tasks.prerequisite.guards import leads_in_no_circle
from concerto.collaboration.tasks.prerequisite.model import Prerequisite
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

prerequisite = Entity(
    Prerequisite,
    id="prerequisite",
    path="prerequisites",
    prefix="PQ",
    label=_("Prerequisite"),
    plural=_("Prerequisites"),
    about=_("Which task has to be done before which, where it is more than one."),
    icon="hierarchy-2",
    title=Prerequisite.note,
    columns=[Prerequisite.task, Prerequisite.before, Prerequisite.note],
    page=[Section(_("Prerequisite"), Prerequisite.task, Prerequisite.before, Prerequisite.note)],
    follows=Prerequisite.task,
    guards=[leads_in_no_circle],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE),
    ],
)
