from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.roles import given_to
from concerto.kernel.access.team.model import Team
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text


class Level(models.TextChoices):
    READ = "read", _("Look at it")
    EDIT = "edit", _("Change it")


def part(number: int) -> models.Func:
    """One of the two parts of a code such as C-00012."""
    return models.Func(
        models.F("subject"), Value("-"), Value(number), function="split_part", output_field=models.TextField()
    )


class Grant(Record):
    """That one record is shared with a person, a team, a department (and what is part of it) or a role, beyond what their roles
    let them see."""

    subject = text(_("Record"), required=True, longest=30, help_text=_("Its code, as C-00012."))
    level = choice(_("May"), Level, required=True, default=Level.READ)
    person = link(_("Person"), Person, related_name="grants")
    team = link(_("Team"), Team, related_name="grants")
    department = link(_("Department"), Department, related_name="grants")
    role = given_to(pgettext("rights", "Role"))
    until = moment(_("Until"))
    reason = text(_("Why"))
    given_by = link(_("Shared by"), Person, related_name="given_grants")

    prefix = models.GeneratedField(expression=part(1), output_field=models.TextField(), db_persist=True)
    number = models.GeneratedField(
        expression=Cast(part(2), models.BigIntegerField()), output_field=models.BigIntegerField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(team__isnull=False)
                | models.Q(department__isnull=False)
                | ~models.Q(role=""),
                name="grant_to_somebody",
                violation_error_message=_("Say with whom: a person, a team, a department or a role."),
            ),
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="grant_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="grant_sorted"),
            models.Index(fields=["person", "prefix"], name="grant_to_person"),
            models.Index(fields=["team", "prefix"], name="grant_to_team"),
            models.Index(fields=["department", "prefix"], name="grant_to_department"),
            models.Index(fields=["role", "prefix"], name="grant_to_role", condition=~models.Q(role="")),
            models.Index(fields=["prefix", "number"], name="grant_of"),
        ]
