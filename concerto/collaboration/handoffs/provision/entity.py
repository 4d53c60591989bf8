from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.provision.guards import the_sides_own
from concerto.collaboration.handoffs.provision.model import Provision
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, READABLE, rows

_BOTH_SIDES = {"read": READABLE, "create": READABLE, "edit": READABLE}  # which side may fill which, the guard says

provision = Entity(
    Provision,
    id="provision",
    path="provisions",
    prefix="PV",
    label=_("Provision"),
    plural=_("Provisions"),
    about=_("What stands beside each term of a hand-off: what was provided, met and told back."),
    icon="checkbox",
    title=Provision.words,
    columns=[Provision.handoff, Provision.term, Provision.words, Provision.file, Provision.met],
    page=[Section(_("Provision"), Provision.handoff, Provision.term, Provision.words, Provision.file, Provision.met)],
    quiet=[Provision.tags],
    search=[Provision.words],
    follows=Provision.handoff,
    aside=True,
    guards=[the_sides_own],
    access=[rows(ADMINISTRATOR, **_BOTH_SIDES), rows(EVERYONE, **_BOTH_SIDES)],
)
