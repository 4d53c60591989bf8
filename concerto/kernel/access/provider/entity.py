from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.provider.actions import set_secret
from concerto.kernel.access.provider.guards import gives_what_one_has
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.provider.rules import well_described
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

provider = Entity(
    Provider,
    id="provider",
    path="providers",
    prefix="SP",
    label=_("Sign-in provider"),
    plural=_("Sign-in providers"),
    about=_("The company's own sign-in by OpenID Connect, offered beside name and password."),
    icon="building-community",
    title=Provider.name,
    columns=[Provider.name, Provider.issuer, Provider.active, Provider.two_factors, Provider.creates],
    page=[
        Section(_("Sign-in provider"), Provider.name, Provider.issuer, Provider.client_id, Provider.active),
        Section(_("Who comes in by it"), Provider.two_factors, Provider.creates, Provider.roles),
    ],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL)],
    checks=[well_described],
    guards=[gives_what_one_has],
    actions=[set_secret],
)
