"""What people keep within reach. It is read with the actor, so that a page without any costs nothing more."""

from __future__ import annotations

from django.db import models

from concerto.kernel.access.person.model import Person


class Favourite(models.Model):
    """A record of any noun, a view too, that a person wants to have in the rail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entity", "record"], name="favourite_once")]
