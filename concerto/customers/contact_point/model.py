from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, tagged, text, yes_no


class Medium(models.TextChoices):
    MOBILE = "mobile", _("Mobile")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WECHAT = "wechat", _("WeChat")
    WECOM = "wecom", _("WeCom")
    ADDRESS = "address", _("Address")
    WEB = "web", _("Web")


class Consent(models.TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class ContactPoint(Record):
    """One way to reach a customer."""

    customer = link(_("Customer"), Customer, required=True, related_name="contact_points", on_delete=models.CASCADE)
    medium = choice(_("Type"), Medium, required=True, default=Medium.MOBILE)
    value = text(_("Number or address"), required=True, longest=300)
    note = text(_("Purpose"), longest=100, help_text=_("For example: office, after six, purchasing only."))
    primary = yes_no(_("Main one"))
    verified_at = moment(_("Verified on"))
    consent = choice(_("Consent to contact"), Consent)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "medium", "value"],
                condition=models.Q(trashed_at=None),
                name="contact_point_once",
                violation_error_message=_("The customer has this contact point already."),
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="contact_point_sorted"),
            GinIndex(fields=["search"], name="contact_point_search"),
            tagged("contact_point"),
        ]
