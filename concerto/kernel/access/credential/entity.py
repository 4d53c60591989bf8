from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

credential = Entity(
    Credential,
    id="credential",
    path="credentials",
    prefix="W",
    label=_("Way to sign in"),
    plural=_("Ways to sign in"),
    about=_("Authenticator apps, passkeys, recovery codes and company accounts by which people are known."),
    icon="shield-lock",
    title=Credential.name,
    columns=[Credential.name, Credential.person, Credential.sort, Credential.used_at, Credential.removed_at],
    page=[
        Section(
            _("Way to sign in"),
            Credential.name,
            Credential.sort,
            Credential.person,
            Credential.provider,
            Credential.used_at,
            Credential.removed_at,
        )
    ],
    derived=[Credential.used_at],
    owner=Credential.person,
    access=[rows(ADMINISTRATOR, read=ALL), rows(EVERYONE, read=OWN)],
)
