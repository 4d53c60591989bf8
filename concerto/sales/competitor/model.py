from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, tagged, text, url


class Competitor(Record):
    """Somebody who sells to the same customers: what they are good at, what they are not, and how we win against them."""

    name = text(_("Name"), required=True, longest=200)
    website = url(_("Website"))
    strengths = long_text(_("What they are good at"))
    weaknesses = long_text(_("Where they are weak"))
    how_to_win = long_text(_("How we win against them"))
    owner = link(_("Owner"), Person, related_name="competitors")
    department = link(_("Department"), Department, related_name="competitors")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="competitor_sorted"),
            GinIndex(fields=["search"], name="competitor_search"),
            tagged("competitor"),
        ]
