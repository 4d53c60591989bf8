from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.customer.tiers import Tier, tiers
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import (
    choice,
    choices,
    from_data,
    link,
    long_text,
    moment,
    money,
    tagged,
    text,
    url,
    whole,
    year,
)


class Form(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Private person")


class Stage(models.TextChoices):
    """How far the relationship has come; every department reads it the same way."""

    ACQUIRE = "acquire", _("Acquire")
    NURTURE = "nurture", _("Nurture")
    CONVERT = "convert", _("Convert")
    RETAIN = "retain", _("Retain")
    REFER = "refer", _("Refer")


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WECHAT = "wechat", _("WeChat")
    WECOM = "wecom", _("WeCom")
    VISIT = "visit", _("Visit")


class Flag(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    SENSITIVE = "sensitive", _("Sensitive")
    BLOCKED = "blocked", _("Blocked")


class CustomerLanguage(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Customer(Record):
    """An organisation or a person we know. Whoever buys for himself and whoever works somewhere read on one page."""

    name = text(_("Name"), required=True)
    other_name = text(_("Also known as"), help_text=_("The legal name, a former name, the name in another language."))
    form = choice(_("Kind"), Form, required=True, default=Form.ORGANISATION)
    parent = link(
        _("Part of"),
        "self",
        tree=True,
        related_name="subsidiaries",
        help_text=_("The customer that this one belongs to."),
    )
    stage = choice(_("Stage"), Stage, required=True, default=Stage.ACQUIRE)
    tier = from_data(choice(_("Tier"), Tier), tiers)
    owner = link(_("Owner"), Person, related_name="customers")
    department = link(_("Department"), Department, related_name="customers")
    industry = text(_("Industry"), longest=100)
    revenue = money(_("Yearly revenue"))
    employees = whole(_("Employees"))
    founded = year(_("Founded"))
    website = url(_("Website"))
    country = text(_("Country"), longest=100)
    city = text(_("City"), longest=100)
    channel = choice(_("Preferred channel"), Channel)
    language = choice(_("Language"), CustomerLanguage)
    time_zone = text(_("Time zone"), longest=60)
    flags = choices(_("Flags"), Flag)
    source = text(_("Source"), longest=100, help_text=_("Where we first heard of each other."))
    description = long_text(_("Description"))
    last_touch = moment(_("Last touch"), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="customer_there", condition=models.Q(trashed_at=None)),
            models.Index(fields=["sort_key", "id"], name="customer_sorted"),
            models.Index(fields=["owner", "sort_key", "id"], name="customer_owned"),
            models.Index(fields=["department", "sort_key", "id"], name="customer_department"),
            models.Index(fields=["city", "sort_key", "id"], name="customer_city"),
            models.Index(fields=["last_touch", "id"], name="customer_touched"),
            models.Index(fields=["updated_at", "id"], name="customer_changed"),
            models.Index(fields=["revenue", "id"], name="customer_revenue"),
            GinIndex(fields=["search"], name="customer_search"),
            tagged("customer"),
        ]
