from django.utils.translation import gettext_lazy as _

from concerto.company.roles import (
    ACCOUNTANT,
    DISPATCHER,
    ENGINEER,
    EXECUTIVE,
    LAWYER,
    MARKETER,
    PRODUCT_MANAGER,
    SALES_MANAGER,
    SALES_REP,
    SERVICE_AGENT,
    SERVICE_LEAD,
    STEWARD,
    SUCCESS_MANAGER,
)
from concerto.customers.customer.model import Customer, Form
from concerto.kernel.entity.entity import Entity, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, OWN, TEAM, TREE, rows

customer = Entity(
    Customer,
    id="customer",
    path="customers",
    prefix="C",
    label=_("Customer"),
    plural=_("Customers"),
    about=_("Organisations and persons we know: one record that every department works on."),
    icon="address-book",
    person=lambda customer: customer.form == Form.PERSON,
    title=Customer.name,
    columns=[
        Customer.name,
        Customer.tier,
        Customer.stage,
        Customer.owner,
        Customer.last_touch,
        Customer.revenue,
        Customer.employees,
        Customer.industry,
        Customer.city,
    ],
    page=[
        Section(_("Customer"), Customer.name, Customer.other_name, Customer.form, Customer.parent, Customer.industry,
                Customer.revenue, Customer.employees, Customer.founded, Customer.description),
        Section(_("Relationship"), Customer.stage, Customer.tier, Customer.owner, Customer.department, Customer.source,
                Customer.flags, Customer.last_touch),
        Section(_("Place and language"), Customer.country, Customer.city, Customer.website, Customer.channel,
                Customer.language, Customer.time_zone),
    ],  # fmt: skip
    derived=[Customer.last_touch],
    search=[Customer.name, Customer.other_name, Customer.industry, Customer.city],
    match=[Match(Customer.name, form=Form.ORGANISATION)],
    owner=Customer.owner,
    department=Customer.department,
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(STEWARD, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(EXECUTIVE, read=ALL, export=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=TREE, delete=TREE, export=TREE, import_=ALL),
        rows(SALES_REP, read=TEAM, create=OWN, edit=OWN, export=OWN),
        rows(MARKETER, read=ALL, create=ALL, edit=ALL, import_=ALL).hiding(Customer.revenue),
        rows(SERVICE_LEAD, read=ALL, create=ALL, edit=ALL).locking(Customer.owner, Customer.tier),
        rows(SERVICE_AGENT, read=ALL, create=ALL).hiding(Customer.revenue).masking(Customer.source),
        rows(SUCCESS_MANAGER, read=ALL, edit=ALL).locking(Customer.revenue),
        rows(ACCOUNTANT, read=ALL, edit=ALL).locking(Customer.owner, Customer.stage, Customer.tier),
        rows(LAWYER, read=ALL),
        rows(DISPATCHER, read=ALL).hiding(Customer.revenue, Customer.tier),
        rows(PRODUCT_MANAGER, read=ALL).masking(Customer.revenue),
        rows(ENGINEER, read=ALL).hiding(Customer.revenue),
    ],
)
