from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SERVICE_AGENT
from concerto.customers.contact_point.model import ContactPoint
from concerto.customers.contact_point.rules import fits_its_medium
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EDITABLE, EVERYONE, READABLE, rows

contact_point = Entity(
    ContactPoint,
    id="contact-point",
    path="contact-points",
    prefix="CP",
    label=_("Contact point"),
    plural=_("Contact points"),
    about=_("Phones, mail addresses, WeChat ids and addresses of customers."),
    icon="phone",
    title=ContactPoint.value,
    columns=[
        ContactPoint.value,
        ContactPoint.medium,
        ContactPoint.customer,
        ContactPoint.note,
        ContactPoint.primary,
        ContactPoint.consent,
    ],
    page=[
        Section(_("Contact point"), ContactPoint.customer, ContactPoint.medium, ContactPoint.value, ContactPoint.note),
        Section(_("Use"), ContactPoint.primary, ContactPoint.verified_at, ContactPoint.consent),
    ],
    search=[ContactPoint.value],
    follows=ContactPoint.customer,
    identifies=ContactPoint.value,
    checks=[fits_its_medium],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(
            EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE, export=EDITABLE, import_=EDITABLE
        ),
        rows(SERVICE_AGENT, read=READABLE, create=READABLE, edit=READABLE),
    ],
)
