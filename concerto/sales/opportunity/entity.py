from django.utils.translation import gettext_lazy as _

from concerto.company.roles import (
    ACCOUNTANT,
    EXECUTIVE,
    LAWYER,
    MARKETER,
    PRODUCT_MANAGER,
    SALES_MANAGER,
    SALES_REP,
    SERVICE_AGENT,
    SERVICE_LEAD,
    SUCCESS_MANAGER,
)
from concerto.kernel.entity.entity import Entity, Head, Ready, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, OWN, READABLE, TEAM, TREE, rows
from concerto.sales.opportunity.actions import lose, move, reopen, win
from concerto.sales.opportunity.guards import comes_to_stage
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.standing import STANDING_STILL

opportunity = Entity(
    Opportunity,
    id="opportunity",
    path="opportunities",
    prefix="O",
    label=_("Opportunity"),
    plural=_("Opportunities"),
    about=_("Deals we may win: how much, how far, by when, and what comes next."),
    icon="briefcase",
    title=Opportunity.name,
    head=Head(under=[Opportunity.customer], badges=[Opportunity.amount, Opportunity.close_on], steps=Opportunity.stage),
    columns=[Opportunity.name, Opportunity.customer, Opportunity.stage, Opportunity.amount, Opportunity.close_on, Opportunity.owner],
    page=[
        Section(_("Deal"), Opportunity.name, Opportunity.customer, Opportunity.pipeline, Opportunity.stage, Opportunity.amount, Opportunity.close_on,
                Opportunity.next_step, Opportunity.about),
        Section(_("How it stands"), Opportunity.stage_since, Opportunity.stalls_on, Opportunity.competitor, Opportunity.closed_on,
                Opportunity.lost_reason, Opportunity.lost_why),
        Section(_("Looked after by"), Opportunity.owner, Opportunity.department),
    ],
    derived=[Opportunity.stage_since, Opportunity.stalls_on, Opportunity.closed_on],
    search=[Opportunity.name, Opportunity.about],
    owner=Opportunity.owner,
    department=Opportunity.department,
    follows=Opportunity.customer,
    guards=[comes_to_stage],
    actions=[move, win, lose, reopen],
    ready=[Ready("stalled", _("Stalled"), STANDING_STILL, sort="stalls_on")],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=TREE, delete=TREE, export=TREE, import_=ALL),
        rows(SALES_REP, read=TEAM, create=OWN, edit=OWN, export=OWN),
        rows(ACCOUNTANT, read=READABLE),
        rows(LAWYER, read=READABLE),
        rows(SUCCESS_MANAGER, read=READABLE),
        rows(SERVICE_LEAD, read=READABLE).hiding(Opportunity.amount),
        rows(SERVICE_AGENT, read=READABLE).hiding(Opportunity.amount),
        rows(MARKETER, read=READABLE).hiding(Opportunity.amount),
        rows(PRODUCT_MANAGER, read=READABLE).masking(Opportunity.amount),
    ],
)  # fmt: skip
