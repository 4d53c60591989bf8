from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.exports.batch.actions import cancel
from concerto.kernel.exports.batch.model import Export

export = Entity(
    Export,
    id="export",
    path="exports",
    prefix="EX",
    label=_("Export"),
    plural=_("Exports"),
    about=_("Who took out what, and when."),
    icon="download",
    title=Export.name,
    title_zh=Export.name_zh,
    head=Head(badges=[Export.status]),
    columns=[Export.name, Export.format, Export.person, Export.created_at, Export.status, Export.rows, Export.filter],
    page=[
        Section(_("Export"), Export.name, Export.name_zh, Export.noun, Export.format, Export.person, Export.status, Export.rows,
                Export.filter,
                Export.finished_at, Export.kept_until, Export.problem),
    ],
    derived=[Export.rows],
    owner=Export.person,
    access=[
        rows(ADMINISTRATOR, read=ALL),
        rows(EVERYONE, read=OWN),
    ],
    actions=[cancel],
)  # fmt: skip
