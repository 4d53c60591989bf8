from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text


class Hue(models.TextChoices):
    """The quiet colour and the seal a department is drawn with everywhere."""

    SALES = "sales", _("Sales")
    MARKETING = "marketing", _("Marketing")
    SERVICE = "service", _("Service")
    PRODUCT = "product", _("Product")
    RD = "rd", _("R&D")
    FINANCE = "finance", _("Finance")
    LEGAL = "legal", _("Legal")
    PEOPLE = "people", _("HR")
    LOGISTICS = "logistics", _("Logistics")
    DATA = "data", _("Data")
    MANAGEMENT = "mgmt", _("Management")
    IT = "it", _("IT")
    PARTNER = "partner", _("Partners")


class Department(Record):
    """A part of the company, in a tree of parts."""

    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    parent = link(_("Part of"), "self", tree=True, related_name="parts")
    hue = choice(_("Colour"), Hue, required=True, default=Hue.MANAGEMENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="department_name_once",
                violation_error_message=_("There is a department of this name already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="department_sorted")]
