"""The parts people play in a company. Access tables speak of these; departments above add nothing of their own here."""

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.roles import declare
from concerto.kernel.entity.policy import Role

EXECUTIVE = Role("executive", _("Executive"), publishes=True)
SALES_REP = Role("sales", _("Sales rep"))
SALES_MANAGER = Role("sales-manager", _("Sales manager"), publishes=True)
MARKETER = Role("marketing", _("Campaign manager"))
SERVICE_AGENT = Role("service", _("Service agent"))
SERVICE_LEAD = Role("service-lead", _("Service team lead"), publishes=True)
SUCCESS_MANAGER = Role("success", _("Customer success manager"))
PRODUCT_MANAGER = Role("product", _("Product manager"))
ENGINEER = Role("rnd", _("R&D engineer"))
ACCOUNTANT = Role("finance", _("Finance"))
LAWYER = Role("legal", _("Legal"))
PEOPLE_PARTNER = Role("people", _("HR"))
DISPATCHER = Role("logistics", _("Logistics"))
STEWARD = Role("data", _("Data steward"), publishes=True)
PARTNER = Role("partner", _("Partner"))

declare(
    EXECUTIVE, SALES_REP, SALES_MANAGER, MARKETER, SERVICE_AGENT, SERVICE_LEAD, SUCCESS_MANAGER, PRODUCT_MANAGER,
    ENGINEER, ACCOUNTANT, LAWYER, PEOPLE_PARTNER, DISPATCHER, STEWARD, PARTNER,
)  # fmt: skip
