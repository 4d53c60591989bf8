from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER, STEWARD
from concerto.customers.event.model import Event
from concerto.customers.event.rules import only_refunds_are_of_a_purchase
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows

event = Entity(
    Event,
    id="event",
    path="events",
    prefix="E",
    label=_("Event"),
    plural=_("Events"),
    about=_("What customers do on our sites and with us, and what happens to them. Events are told once and never changed."),
    icon="activity",
    title=Event.what,
    head=Head(badges=[Event.kind]),
    columns=[Event.what, Event.kind, Event.customer, Event.at, Event.amount, Event.score],
    page=[
        Section(_("Event"), Event.kind, Event.what, Event.customer, Event.at),
        Section(_("More"), Event.amount, Event.score, Event.refund_of, Event.page, Event.site),
    ],
    follows=Event.customer,
    happened=Event.at,
    checks=[only_refunds_are_of_a_purchase],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, export=ALL, import_=ALL),
        rows(STEWARD, read=ALL, create=ALL, export=ALL, import_=ALL),
        rows(MARKETER, read=READABLE, create=READABLE, export=READABLE, import_=ALL),
        rows(EVERYONE, read=READABLE),
    ],
)  # fmt: skip
