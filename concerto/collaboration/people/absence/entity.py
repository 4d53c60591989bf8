from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.absence.model import Absence
from concerto.company.roles import PEOPLE_PARTNER
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

_KEPT_BY_HR = {"read": ALL, "create": ALL, "edit": ALL, "delete": ALL, "export": ALL, "import_": ALL}

absence = Entity(
    Absence,
    id="absence",
    path="absences",
    prefix="AB",
    label=_("Absence"),
    plural=_("Absences"),
    about=_("Who is away from when to when, and who stands in: what they owe shows for the stand-in as long as they are away."),
    icon="beach",
    title=Absence.note,
    head=Head(under=[Absence.person]),
    columns=[Absence.person, Absence.since, Absence.until, Absence.stand_in, Absence.note],
    page=[Section(_("Absence"), Absence.person, Absence.since, Absence.until, Absence.stand_in, Absence.note)],
    quiet=[Absence.tags],
    search=[Absence.note],
    owner=Absence.person,
    follows=Absence.person,
    access=[
        rows(ADMINISTRATOR, **_KEPT_BY_HR),
        rows(PEOPLE_PARTNER, **_KEPT_BY_HR),
        rows(EVERYONE, read=ALL, create=OWN, edit=OWN, delete=OWN).locking(Absence.person),
    ],
)  # fmt: skip
