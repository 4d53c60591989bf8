from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Alarm(models.Model):
    """That something is to happen at a moment. `key` names it among its kind; it rings once, then `rung_at` is filled.

    `next_try_at` is `due_at` until ringing fails; then it moves on while `due_at` stays what was promised.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    made_at = models.DateTimeField(db_default=Now())
    rung_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    trouble = models.TextField(default="")
    facts: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="alarm_once")]
        indexes = [models.Index(fields=["next_try_at", "id"], condition=models.Q(rung_at=None), name="alarm_waiting")]
