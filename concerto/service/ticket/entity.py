from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SERVICE_AGENT, SERVICE_LEAD, SUCCESS_MANAGER
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, READABLE, rows
from concerto.service.ticket.model import Ticket

ticket = Entity(
    Ticket,
    id="ticket",
    path="tickets",
    prefix="TK",
    label=_("Ticket"),
    plural=_("Tickets"),
    about=_("What customers asked of us: enquiries, faults, complaints and requests, until they are resolved."),
    icon="headset",
    title=Ticket.subject,
    head=Head(under=[Ticket.customer, Ticket.serial], badges=[Ticket.kind, Ticket.priority], steps=Ticket.status),
    columns=[Ticket.subject, Ticket.customer, Ticket.kind, Ticket.priority, Ticket.status, Ticket.owner],
    page=[
        Section(_("Ticket"), Ticket.subject, Ticket.customer, Ticket.kind, Ticket.priority, Ticket.status, Ticket.body, Ticket.serial, Ticket.answer),
        Section(_("Looked after by"), Ticket.owner, Ticket.department),
    ],
    search=[Ticket.subject, Ticket.body, Ticket.serial],
    owner=Ticket.owner,
    department=Ticket.department,
    follows=Ticket.customer,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SERVICE_LEAD, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SERVICE_AGENT, read=ALL, create=ALL, edit=ALL),
        rows(SUCCESS_MANAGER, read=ALL, create=ALL, edit=ALL),
        rows(EVERYONE, read=READABLE, create=READABLE),
    ],
)  # fmt: skip
