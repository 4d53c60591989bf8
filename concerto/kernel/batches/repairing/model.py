from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where a suggestion comes from."""

    RULE = "rule", _("Cleaning rule")
    RARE = "rare", _("Seldom so")
    FOLLOWS = "follows", _("Follows from another value")
    TWIN = "twin", _("Another record of the same has it")
    ABOVE = "above", _("The record that it belongs to has it")


class State(models.TextChoices):
    OPEN = "open", _("To be decided")
    DONE = "done", _("Accepted")
    LEFT = "left", _("Left as it is")


class Repair(models.Model):
    """A value that may be wrong, and what it should be: suggested once, decided once.

    was, now   as the journal writes values
    detail     what the reason is told with: the rule, or the other field, its value, and how many records agree
    source     the record whose value it is, where it is one's: whoever may not see that is not shown the suggestion
    """

    noun = models.CharField(max_length=60)
    record = models.BigIntegerField()
    field = models.CharField(max_length=60)
    was: models.JSONField[Any, Any] = models.JSONField(null=True)
    now: models.JSONField[Any, Any] = models.JSONField(null=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    detail: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    source = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    decided_by = models.BigIntegerField(null=True)  # a person's id
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "record", "field"], condition=models.Q(state="open"), name="repair_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["noun", "field", "id"], condition=models.Q(state="open"), name="repair_open"),
            models.Index(fields=["noun", "record", "field"], condition=models.Q(state="left"), name="repair_left"),
        ]
