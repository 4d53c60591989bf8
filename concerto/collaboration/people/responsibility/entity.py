from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.collaboration.people.responsibility.rules import says_something
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

responsibility = Entity(
    Responsibility,
    id="responsibility",
    path="responsibilities",
    prefix="RA",
    label=_("Responsibility"),
    plural=_("Responsibilities"),
    about=_("Who does each step of a process, who answers for it, who is asked and who is informed."),
    icon="table-options",
    title=Responsibility.name,
    title_zh=Responsibility.name_zh,
    head=Head(under=[Responsibility.noun]),
    columns=[Responsibility.name, Responsibility.noun, Responsibility.step, Responsibility.filter, Responsibility.does, Responsibility.answers, Responsibility.asked, Responsibility.told],
    page=[
        Section(_("Step"), Responsibility.name, Responsibility.name_zh, Responsibility.noun, Responsibility.step, Responsibility.filter),
        Section(_("By whom"), Responsibility.does, Responsibility.answers, Responsibility.asked, Responsibility.told),
    ],
    quiet=[Responsibility.tags],
    search=[Responsibility.name, Responsibility.name_zh],
    opens_on="/responsibilities/matrix",
    checks=[says_something],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
