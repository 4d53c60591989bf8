from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, SHARED, rows
from concerto.kernel.imports.profile.actions import share
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.imports.profile.rules import problems

profile = Entity(
    Profile,
    id="import-profile",
    path="import-profiles",
    prefix="IP",
    label=_("Import profile"),
    plural=_("Import profiles"),
    about=_("How files of one kind are brought in: columns, ways of reading, what happens to known records."),
    icon="upload",
    title=Profile.name,
    columns=[Profile.name, Profile.noun, Profile.owner, Profile.shared_with, Profile.policy, Profile.updated_at],
    page=[
        Section(_("Profile"), Profile.name, Profile.noun, Profile.owner, Profile.shared_with, Profile.columns),
        Section(_("Known records"), Profile.policy, Profile.match),
        Section(_("How the file is read"), Profile.encoding, Profile.delimiter, Profile.sheet, Profile.headless),
    ],
    owner=Profile.owner,
    shared=Profile.shared_with,
    checks=[problems],
    actions=[share],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=SHARED, create=OWN, edit=OWN, delete=OWN).locking(Profile.owner, Profile.shared_with),
    ],
)
