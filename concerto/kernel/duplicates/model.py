"""Pairs of records that seem to be the same, what people decided of them, and the searches that find them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    OPEN = "open", _("To be decided")
    DIFFERENT = "different", _("Not the same")


class Pair(models.Model):
    """Two records of a noun, the smaller id first. A pair held to be different is remembered, whatever is found again.

    weight   log2 of the odds that they are the same
    parts    comparison → [level, weight]: what adds up to the weight, beside where it begins
    cluster  the smallest id of all that are held together by such pairs
    """

    noun = models.CharField(max_length=60)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    weight = models.FloatField()
    parts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    cluster = models.BigIntegerField()
    verdict = models.CharField(max_length=20, choices=Verdict.choices, default=Verdict.OPEN)
    person = models.BigIntegerField(null=True)  # who decided
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["noun", "-weight", "id"], condition=Q(verdict="open"), name="pair_open"),
            models.Index(fields=["noun", "other"], name="pair_of_other"),
        ]


class Stage(models.TextChoices):
    """Where a search stands."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading the records")
    BLOCKS = "blocks", _("Putting together what might be alike")
    TRAINING = "training", _("Learning what agreements say")
    WEIGHING = "weighing", _("Weighing every pair")
    WRITING = "writing", _("Writing down what was found")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Stopped before its end")


OVER = (Stage.DONE, Stage.CANCELLED, Stage.FAILED)


class Hunt(models.Model):
    """One search through all records of a noun. `learnt` is what it weighed by, which later comparisons use too."""

    noun = models.CharField(max_length=60)
    person = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.WAITING)
    share = models.FloatField(default=0.0)  # done, from 0 to 1
    records = models.BigIntegerField(default=0)
    pairs = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)
    learnt: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun"], condition=~Q(stage__in=["done", "cancelled", "failed"]), name="hunt_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["noun", "-id"], name="hunt_newest")]

    @property
    def is_over(self) -> bool:
        return self.stage in OVER
