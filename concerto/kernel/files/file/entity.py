from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EDITABLE, EVERYONE, READABLE, rows
from concerto.kernel.files.file.guards import has_that_version, stays
from concerto.kernel.files.file.model import File

# Files come by being uploaded to a record, so nobody creates or imports them by hand.
_FOLLOWING = {"read": READABLE, "edit": EDITABLE, "delete": EDITABLE, "export": READABLE}

file = Entity(
    File,
    id="file",
    path="files",
    prefix="F",
    label=pgettext("attachment", "File"),
    plural=pgettext("attachment", "Files"),
    about=_("Files attached to records. Who may read a record may read its files; who may edit it may change them."),
    icon="paperclip",
    title=File.name,
    columns=[File.name, File.subject, File.edition, File.valid_until, File.by, File.created_at],
    page=[
        Section(
            pgettext("attachment", "File"), File.name, File.about, File.subject, File.edition, File.valid_until, File.by
        )
    ],
    search=[File.name, File.about],
    attached=File.subject,
    guards=[stays, has_that_version],
    access=[
        rows(ADMINISTRATOR, **_FOLLOWING).locking(File.subject, File.by),
        rows(EVERYONE, **_FOLLOWING).locking(File.subject, File.by),
    ],
)
