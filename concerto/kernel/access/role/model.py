from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.role.differences import differences
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import long_text, text


class Role(Record):
    """A part that people play. Its rights are those the product declares for `base`, but for the differences kept here."""

    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    about = long_text(_("What it is for"))
    key = text(
        _("Key"), longest=40, editable=False, default=uuid4, unique=True
    )  # what the roles of people hold; names may change
    base = text(_("Begins as"), longest=40, editable=False)
    rules = differences(_("Differs in"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="role_name_once", violation_error_message=_("There is a role of this name already.")
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="role_sorted")]
