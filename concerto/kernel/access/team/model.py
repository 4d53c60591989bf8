from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Department
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text


class Team(Record):
    """People who share their work; they may belong to different departments."""

    name = text(_("Name"), required=True)
    name_zh = text(_("Chinese name"))
    department = link(_("Department"), Department, related_name="teams")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="team_name_once", violation_error_message=_("There is a team of this name already.")
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="team_sorted")]
