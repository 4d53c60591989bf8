from django.utils.translation import gettext_lazy as _

from concerto.customers.stay.model import Stay
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

stay = Entity(
    Stay,
    id="stay",
    path="stays",
    prefix="ST",
    label=_("Stay in a stage"),
    plural=_("Stays in stages"),
    about=_("How long customers were in which stage of the lifecycle. Kept from the journal; nobody writes it."),
    icon="hourglass",
    title=Stay.reason,
    columns=[Stay.customer, Stay.stage, Stay.since, Stay.until, Stay.days, Stay.next, Stay.reason],
    page=[Section(_("Stay in a stage"), Stay.customer, Stay.stage, Stay.place, Stay.since, Stay.until, Stay.days, Stay.next, Stay.reason)],
    derived=[Stay.customer, Stay.place, Stay.stage, Stay.since, Stay.until, Stay.days, Stay.next, Stay.reason],
    follows=Stay.customer,
    happened=Stay.since,
    access=[
        rows(ADMINISTRATOR, read=ALL, export=ALL),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
