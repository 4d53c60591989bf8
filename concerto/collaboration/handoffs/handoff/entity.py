from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.actions import (
    accept,
    confirm,
    decide,
    deliver,
    dispute,
    offer,
    pass_on,
    return_,
    send_back,
    start,
    withdraw,
)
from concerto.collaboration.handoffs.handoff.guards import terms_stand, type_fits
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.matters import handed_over
from concerto.company.roles import EXECUTIVE
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, EVERYONE, OWN, READABLE, rows

handoff = Entity(
    Handoff,
    id="handoff",
    path="handoffs",
    prefix="HO",
    label=_("Hand-off"),
    plural=_("Hand-offs"),
    about=_("What one department hands to another on a record: under terms, with a clock, and with what came back."),
    icon="arrows-exchange",
    title=Handoff.title,
    head=Head(under=[Handoff.type, Handoff.subject], badges=[Handoff.state]),
    columns=[Handoff.title, Handoff.type, Handoff.state, Handoff.giving, Handoff.receiving, Handoff.receiver, Handoff.accept_by, Handoff.finish_by, Handoff.returns],
    page=[
        Section(_("Hand-off"), Handoff.title, Handoff.about, Handoff.type, Handoff.subject, Handoff.state, Handoff.result),
        Section(_("Between"), Handoff.giving, Handoff.giver, Handoff.receiving, Handoff.receiver, Handoff.mode, Handoff.director, Handoff.decider),
        Section(_("Promises"), Handoff.offered_at, Handoff.accept_by, Handoff.accepted_at, Handoff.finish_by, Handoff.delivered_at, Handoff.decide_by, Handoff.closed_at),
        Section(_("Way"), Handoff.turn, Handoff.returns, Handoff.disputed_at, Handoff.reason, Handoff.accept_hours, Handoff.finish_hours),
    ],
    derived=[Handoff.state, Handoff.mode, Handoff.director, Handoff.decider, Handoff.disputed_at, Handoff.decide_by, Handoff.accept_hours, Handoff.finish_hours, Handoff.offered_at, Handoff.accept_by, Handoff.accepted_at, Handoff.finish_by, Handoff.delivered_at,
             Handoff.closed_at, Handoff.result, Handoff.reason, Handoff.turn, Handoff.returns],
    search=[Handoff.title, Handoff.about],
    owner=Handoff.giver,
    department=Handoff.giving,
    opens_on="/handoffs/ledger",
    attached=Handoff.subject,
    attaches=handed_over,
    guards=[type_fits, terms_stand],
    actions=[offer, accept, return_, start, deliver, confirm, send_back, dispute, decide, pass_on, withdraw],
    access=[
        rows(ADMINISTRATOR, read=READABLE, create=READABLE, edit=READABLE, delete=READABLE, export=READABLE),
        rows(EXECUTIVE, read=READABLE, create=READABLE, edit=OWN, delete=OWN, export=READABLE).locking(Handoff.giver),
        rows(EVERYONE, read=READABLE, create=READABLE, edit=OWN, delete=OWN).locking(Handoff.giver),
    ],
)  # fmt: skip
