from __future__ import annotations

from django.db import models

from concerto.kernel.access.person.model import Person


class Pin(models.Model):
    """An entry that stays on top of a record's timeline, for everybody who may read it. It is known by its journal line; `noun` and
    `number` say what that is about, so that a comment is found whichever of its thread's lines is shown."""

    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()
    line = models.BigIntegerField()
    noun = models.CharField(max_length=60)
    number = models.BigIntegerField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "record", "line"], name="pin_once")]
