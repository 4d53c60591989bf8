from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.guards import gives_what_one_has, leaves_an_administrator
from concerto.kernel.access.person.leaving import leave, return_
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.entity import Entity, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

person = Entity(
    Person,
    id="person",
    path="people",
    prefix="P",
    label=_("Person"),
    plural=_("People"),
    about=_("Everybody who works here, with department, roles and the person they report to."),
    icon="users",
    person=True,
    title=Person.name,
    columns=[Person.name, Person.username, Person.position, Person.department, Person.roles, Person.email],
    page=[
        Section(_("Person"), Person.name, Person.username, Person.email, Person.position),
        Section(_("Place in the company"), Person.department, Person.manager, Person.roles, Person.left_at),
        Section(
            _("Preferences"), Person.language, Person.time_zone, Person.week, Person.dates, Person.amounts,
            Person.theme, Person.density,
        ),
    ],
    search=[Person.name, Person.username, Person.email, Person.position],
    match=[Match(Person.username)],
    guards=[gives_what_one_has, leaves_an_administrator],
    proof=[Person.username, Person.email],
    owner=Person.id,
    actions=[leave, return_],
    department=Person.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL).hiding(
            Person.roles, Person.language, Person.time_zone, Person.week, Person.dates, Person.amounts,
            Person.theme, Person.density,
        ),
    ],
)  # fmt: skip
