from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.token.actions import revoke
from concerto.kernel.access.token.model import Token
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

token = Entity(
    Token,
    id="token",
    path="tokens",
    prefix="K",
    label=_("API token"),
    plural=_("API tokens"),
    about=_("Keys with which programs act as a person, with that person's rights."),
    icon="key",
    title=Token.name,
    columns=[Token.name, Token.person, Token.acts, Token.used_at, Token.expires_at, Token.revoked_at],
    page=[
        Section(
            _("API token"),
            Token.name,
            Token.person,
            Token.acts,
            Token.nouns,
            Token.used_at,
            Token.expires_at,
            Token.revoked_at,
        )
    ],
    derived=[Token.used_at],
    owner=Token.person,
    access=[
        rows(ADMINISTRATOR, read=ALL, delete=ALL),
        rows(EVERYONE, read=OWN, delete=OWN),
    ],
    actions=[revoke],
)
