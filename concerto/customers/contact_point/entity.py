from django.utils.translation import gettext_lazy as _

from concerto.company.roles import SERVICE_AGENT
from concerto.customers.contact_point.model import ContactPoint, Medium
from concerto.customers.contact_point.rules import fits_its_medium
from concerto.kernel.entity.entity import Beside, Entity, Section
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
    beside=Beside(
        ContactPoint.medium,
        known_as={
            Medium.MOBILE: ["mobile phone", "cell", "cell phone", "手机号", "手机号码", "移动电话"],
            Medium.PHONE: ["telephone", "tel", "phone number", "landline", "电话", "固定电话", "座机", "联系电话"],
            Medium.EMAIL: ["email", "mail", "mail address", "email address", "邮箱", "邮件", "电子邮箱"],
            Medium.WECHAT: ["wechat id", "微信", "微信号"],
            Medium.WECOM: ["wecom id", "企业微信"],
            Medium.ADDRESS: ["street", "postal address", "street address", "地址", "联系地址", "通讯地址"],
        },
    ),
    checks=[fits_its_medium],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(
            EVERYONE, read=READABLE, create=EDITABLE, edit=EDITABLE, delete=EDITABLE, export=EDITABLE, import_=EDITABLE
        ),
        rows(SERVICE_AGENT, read=READABLE, create=READABLE, edit=READABLE),
    ],
)
