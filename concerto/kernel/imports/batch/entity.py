from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows
from concerto.kernel.imports.batch.actions import cancel, pause, resume, sign_off, take_back_
from concerto.kernel.imports.batch.model import Import

import_ = Entity(
    Import,
    id="import",
    path="imports",
    prefix="IM",
    label=_("Import"),
    plural=_("Imports"),
    about=_("Files that were brought in, and what became of every row."),
    icon="upload",
    title=Import.file_name,
    head=Head(badges=[Import.status]),
    columns=[Import.file_name, Import.noun, Import.status, Import.person, Import.created_at, Import.rows, Import.created, Import.updated,
             Import.skipped, Import.rejected],
    page=[
        Section(_("Import"), Import.file_name, Import.noun, Import.person, Import.policy, Import.status, Import.started_at,
                Import.finished_at, Import.problem, Import.taken_back_by, Import.signed_by, Import.signed_at),
        Section(_("Every row"), Import.rows, Import.created, Import.updated, Import.merged, Import.skipped, Import.rejected),
    ],
    derived=[Import.rows, Import.created, Import.updated, Import.merged, Import.skipped, Import.rejected],
    owner=Import.person,
    access=[
        rows(ADMINISTRATOR, read=ALL),
        rows(EVERYONE, read=OWN),
    ],
    actions=[pause, resume, cancel, take_back_, sign_off],
)  # fmt: skip
