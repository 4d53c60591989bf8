from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.access.team.model import Team
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text


class Membership(Record):
    """That a person belongs to a team."""

    team = link(_("Team"), Team, required=True, related_name="memberships")
    person = link(_("Person"), Person, required=True, related_name="memberships")
    part = text(_("Role in the team"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(trashed_at=None),
                name="membership_once",
                violation_error_message=_("This person is in the team already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="membership_sorted")]
