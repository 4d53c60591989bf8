from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.guards import is_empty
from concerto.kernel.access.department.model import Department
from concerto.kernel.entity.entity import Entity, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

department = Entity(
    Department,
    id="department",
    path="departments",
    prefix="D",
    label=_("Department"),
    plural=_("Departments"),
    about=_("The parts of the company. Rights can reach a department or everything below it."),
    icon="sitemap",
    title=Department.name,
    title_zh=Department.name_zh,
    columns=[Department.name, Department.name_zh, Department.parent, Department.hue],
    page=[Section(_("Department"), Department.name, Department.name_zh, Department.parent, Department.hue)],
    search=[Department.name, Department.name_zh],
    match=[Match(Department.name)],
    guards=[is_empty],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
