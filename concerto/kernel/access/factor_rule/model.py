from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.roles import several
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text


class FactorRule(Record):
    """Whoever has one of these roles signs in with a second factor. Rules add up."""

    name = text(_("Name"), required=True)
    roles = several(_("Roles"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="factor_rule_sorted")]
