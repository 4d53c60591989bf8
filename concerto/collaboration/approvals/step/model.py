from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.roles import labels
from concerto.kernel.access.team.model import Team
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text, whole
from concerto.kernel.fields.choice import CHOICE
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.yes_no import YES_NO


class Mode(models.TextChoices):
    """How many of those whom a step names."""

    ALL = "all", pgettext("approval", "All of them")
    ANY = "any", pgettext("approval", "Any one of them")


def one_role(label: Label, **more: Any) -> Any:
    """A column for a role that is given to people, or none."""
    column = kept_as(CHOICE, models.CharField(label, max_length=40, default="", blank=True, **more))
    vars(column)["choices_from"] = labels
    return column


class ApprovalStep(Record):
    """Who agrees, and in which turn: steps follow each other by their place, those whom one step names decide side by side."""

    rule = link(_("Approval rule"), ApprovalRule, required=True, related_name="steps", on_delete=models.CASCADE)
    name = text(
        _("Name"), required=True, longest=80, help_text=_("What stands on the way of an approval, like: Head of sales.")
    )
    position = whole(
        pgettext("approval", "Turn"),
        least=1,
        most=99,
        null=False,
        blank=False,
        default=1,
        help_text=_("Step 2 is asked once step 1 has agreed."),
    )
    mode = choice(pgettext("approval", "Who has to agree"), Mode, required=True, default=Mode.ANY)
    person = link(_("Person"), Person, related_name="approval_steps")
    role = one_role(pgettext("approval", "Everybody with the role"))
    team = link(_("Everybody in the team"), Team, related_name="approval_steps")
    head_of = link(_("Head of the department"), Department, related_name="approval_steps")
    manager = kept_as(YES_NO, models.BooleanField(_("Whom the one who asks reports to"), default=False))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="approval_step_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "position"],
                condition=models.Q(trashed_at=None),
                name="approval_step_once",
                violation_error_message=_("This rule has a step with this turn already."),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(role="") | models.Q(team__isnull=False)
                | models.Q(head_of__isnull=False) | models.Q(manager=True),
                name="approval_step_somebody",
                violation_error_message=_("Say who agrees: a person, a role, a team, the head of a department or whom the one who asks reports to."),
            ),
        ]  # fmt: skip
