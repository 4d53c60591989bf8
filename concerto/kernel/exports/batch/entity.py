from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
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
    title=Export.noun,
    columns=[Export.noun, Export.format, Export.person, Export.created_at, Export.rows, Export.filter],
    page=[Section(_("Export"), Export.noun, Export.format, Export.person, Export.rows, Export.filter)],
    owner=Export.person,
    access=[
        rows(ADMINISTRATOR, read=ALL),
        rows(EVERYONE, read=OWN),
    ],
)
