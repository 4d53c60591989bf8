from django.utils.translation import gettext_lazy as _

from concerto.customers.worth.model import Worth
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

worth = Entity(
    Worth,
    id="worth",
    path="worths",
    prefix="RF",
    label=_("Worth"),
    plural=_("Customer values (RFM)"),
    about=_("How recently, how often and for how much customers bought, from 5, the best fifth, to 1. Worked out every night."),
    icon="chart-bar",
    title=Worth.rfm,
    columns=[Worth.rfm, Worth.customer, Worth.days, Worth.purchases, Worth.total],
    page=[
        Section(_("Worth"), Worth.customer, Worth.rfm, Worth.days, Worth.purchases, Worth.total),
        Section(_("Beside all others"), Worth.recency, Worth.frequency, Worth.monetary),
    ],
    derived=[Worth.customer, Worth.rfm, Worth.days, Worth.purchases, Worth.total, Worth.recency, Worth.frequency, Worth.monetary],
    follows=Worth.customer,
    access=[
        rows(ADMINISTRATOR, read=ALL, export=ALL),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
