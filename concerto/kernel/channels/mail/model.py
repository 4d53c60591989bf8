"""That a notice goes out by mail: a row for each, so that it does so once."""

from __future__ import annotations

from django.db import models

from concerto.kernel.notices.model import Notice


class State(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    NEEDLESS = "needless"  # read, done or put off by then, no longer wanted, or no longer to be seen
    FAILED = "failed"


class Letter(models.Model):
    """What is kept about one notice's mail. Whether it goes by itself or in a digest is asked when it goes: people change
    their minds."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="letter_waiting"),
        ]
