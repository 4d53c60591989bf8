from django.utils.translation import gettext_lazy as _

from concerto.company.roles import EXECUTIVE, MARKETER, SALES_MANAGER, SALES_REP, SERVICE_AGENT, SERVICE_LEAD
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, OWN, TEAM, TREE, rows
from concerto.sales.lead.model import Lead

lead = Entity(
    Lead,
    id="lead",
    path="leads",
    prefix="L",
    label=_("Lead"),
    plural=_("Leads"),
    about=_("Who may want to buy, before there is a deal: from forms, fairs, calls, colleagues and partners."),
    icon="flame",
    title=Lead.name,
    head=Head(under=[Lead.company, Lead.source], badges=[Lead.budget], steps=Lead.status),
    columns=[Lead.name, Lead.company, Lead.status, Lead.source, Lead.budget, Lead.owner],
    page=[
        Section(_("Lead"), Lead.name, Lead.company, Lead.email, Lead.phone, Lead.source, Lead.customer),
        Section(_("How real it is"), Lead.status, Lead.interest, Lead.budget, Lead.decides),
        Section(_("Looked after by"), Lead.owner, Lead.department),
    ],
    search=[Lead.name, Lead.company, Lead.interest],
    owner=Lead.owner,
    department=Lead.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, delete=OWN, export=ALL, import_=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=TREE, delete=TREE, export=TREE, import_=ALL),
        rows(SALES_REP, read=TEAM, create=OWN, edit=OWN, export=OWN),
        rows(SERVICE_LEAD, read=ALL, create=ALL),
        rows(SERVICE_AGENT, read=OWN, create=ALL),
    ],
)
