"""What was merged into what, and everything that is needed to take it apart again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q


class Merge(models.Model):
    """One record of a noun (`loser`) became part of another (`winner`).

    line      the journal line of the winner; lines of what was moved follow it
    moved     [noun, field, ids, emptied]: records whose link led to the loser, and whether it is empty now
    dropped   [noun, ids]: records that could not stand beside those of the winner, in the trash since
    carried   what is kept beside records by name, as each keeper of such things noted it
    values    field → [before, after]: what the winner was given, hidden from whoever may not see the field
    """

    noun = models.CharField(max_length=60)
    loser = models.BigIntegerField()
    winner = models.BigIntegerField()
    line = models.BigIntegerField()
    person = models.BigIntegerField(null=True)
    batch = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    moved: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    dropped: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    carried: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "loser"], condition=Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(condition=~Q(loser=F("winner")), name="merge_of_two"),
        ]
        indexes = [
            models.Index(fields=["noun", "winner"], condition=Q(undone_at=None), name="merge_into"),
            models.Index(fields=["line"], name="merge_by_line"),
        ]
