from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows
from concerto.kernel.webhooks.delivery.actions import replay
from concerto.kernel.webhooks.delivery.model import Delivery

delivery = Entity(
    Delivery,
    id="delivery",
    path="deliveries",
    prefix="WD",
    label=_("Delivery"),
    plural=_("Deliveries"),
    about=_("Messages of webhooks, and what became of them. They are kept for thirty days."),
    icon="package",
    title=Delivery.what,
    columns=[Delivery.what, Delivery.webhook, Delivery.state, Delivery.status, Delivery.tries, Delivery.created_at,
             Delivery.next_try_at, Delivery.problem],
    head=Head(badges=[Delivery.state]),
    page=[
        Section(_("Delivery"), Delivery.what, Delivery.webhook, Delivery.state, Delivery.problem, Delivery.tries, Delivery.next_try_at,
                Delivery.tried_at),
        Section(_("Request and answer"), Delivery.status, Delivery.took, Delivery.request, Delivery.answer),
    ],
    derived=[Delivery.what, Delivery.webhook, Delivery.state, Delivery.status, Delivery.took, Delivery.tries, Delivery.next_try_at,
             Delivery.tried_at, Delivery.problem, Delivery.request, Delivery.answer],
    follows=Delivery.webhook,
    actions=[replay],
    access=[
        rows(ADMINISTRATOR, read=ALL),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
