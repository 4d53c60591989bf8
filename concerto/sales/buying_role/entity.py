from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EDITABLE, EVERYONE, READABLE, rows
from concerto.sales.buying_role.model import BuyingRole
from concerto.sales.buying_role.rules import is_somebody

buying_role = Entity(
    BuyingRole,
    id="buying-role",
    path="buying-roles",
    prefix="BR",
    label=_("Buying role"),
    plural=_("Buying roles"),
    about=_("Who decides, pays, uses, influences or blocks in a deal, and how they stand to us."),
    icon="users",
    title=BuyingRole.note,
    columns=[BuyingRole.opportunity, BuyingRole.person, BuyingRole.part, BuyingRole.attitude, BuyingRole.note],
    page=[
        Section(_("Buying role"), BuyingRole.opportunity, BuyingRole.person, BuyingRole.part, BuyingRole.attitude, BuyingRole.note)
    ],
    follows=BuyingRole.opportunity,
    checks=[is_somebody],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE),
    ],
)  # fmt: skip
