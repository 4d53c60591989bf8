from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.quality.entry.model import CatalogueEntry
from concerto.kernel.quality.entry.rules import speaks_of_a_field

catalogue_entry = Entity(
    CatalogueEntry,
    id="catalogue-entry",
    path="catalogue-entries",
    prefix="CE",
    label=_("Catalogue entry"),
    plural=_("Catalogue entries"),
    about=_("What fields mean, who answers for them and how secret they are."),
    icon="book",
    title=CatalogueEntry.name,
    title_zh=CatalogueEntry.name_zh,
    head=Head(badges=[CatalogueEntry.noun, CatalogueEntry.field, CatalogueEntry.classification]),
    columns=[CatalogueEntry.name, CatalogueEntry.noun, CatalogueEntry.field, CatalogueEntry.classification, CatalogueEntry.owner,
             CatalogueEntry.steward],
    page=[
        Section(_("Catalogue entry"), CatalogueEntry.name, CatalogueEntry.name_zh, CatalogueEntry.noun, CatalogueEntry.field,
                CatalogueEntry.meaning, CatalogueEntry.meaning_zh),
        Section(_("Care"), CatalogueEntry.owner, CatalogueEntry.steward, CatalogueEntry.classification, CatalogueEntry.sources,
                CatalogueEntry.expected, CatalogueEntry.unique),
    ],
    search=[CatalogueEntry.name, CatalogueEntry.name_zh, CatalogueEntry.field],
    owner=CatalogueEntry.steward,
    checks=[speaks_of_a_field],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL, edit=OWN),
    ],
)  # fmt: skip
