"""What people are told, what they follow, and what they do not want to be told."""

from __future__ import annotations

from django.db import models

from concerto.kernel.access.person.model import Person


class Notice(models.Model):
    """Something one person is told. Words are made when it is read, so it holds ids alone.

    `journal` is the line that led to it, the newest of `count` where a kind gathers. A column `xid`, which the database
    fills, lets open pages find what is new (see journal/watching.py).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()  # 0: about the noun as a whole
    journal = models.BigIntegerField()
    actor = models.BigIntegerField(null=True)  # whose doing it was
    count = models.IntegerField(default=1)
    gathers = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "journal"], condition=models.Q(gathers=False), name="notice_once"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "entity", "record"],
                condition=models.Q(gathers=True, read_at=None),
                name="notice_gathered",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
        ]


class Follow(models.Model):
    """A person who wants to hear of a record; `muted` once it was given up, so that nothing follows it again by itself."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()
    muted = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entity", "record"], name="follow_once")]
        indexes = [models.Index(fields=["entity", "record"], name="follow_of_record")]


class Setting(models.Model):
    """A kind of notice that a person switched off, or on again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    wanted = models.BooleanField()

    class Meta:
        db_table = "kernel_notice_setting"
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notice_setting_once")]
