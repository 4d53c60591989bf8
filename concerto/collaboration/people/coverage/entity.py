from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.coverage.model import Coverage
from concerto.collaboration.people.coverage.rules import can_be_asked
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

coverage = Entity(
    Coverage,
    id="coverage",
    path="coverage-rules",
    prefix="CV",
    label=_("Coverage rule"),
    plural=_("Coverage rules"),
    about=_("Which departments a record needs somebody from. Where nobody is named, it shows as a gap."),
    icon="users-group",
    title=Coverage.name,
    title_zh=Coverage.name_zh,
    columns=[Coverage.name, Coverage.noun, Coverage.filter, Coverage.needs],
    page=[Section(_("Coverage rule"), Coverage.name, Coverage.name_zh, Coverage.noun, Coverage.filter, Coverage.needs)],
    quiet=[Coverage.tags],
    search=[Coverage.name, Coverage.name_zh],
    checks=[can_be_asked],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=ALL),
    ],
)
