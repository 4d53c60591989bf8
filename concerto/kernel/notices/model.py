"""What people are told, what they follow, and what they do not want to be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person


class Notice(models.Model):
    """Something one person is told. Words are made when it is read, so it holds ids alone.

    `journal` is the line that led to it, the newest of `count` where a kind gathers. It stands in the inbox from `stands_at`
    on: putting it off moves that into the future, and nothing has to happen for it to come back. A column `xid`, which
    the database fills, lets open pages find what is new (see journal/watching.py).
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
    stands_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)  # done is read as well

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
            models.Index(
                fields=["person", "-stands_at", "-id"], condition=models.Q(done_at=None), name="notice_standing"
            ),
            models.Index(
                fields=["person", "-done_at", "-id"], condition=models.Q(done_at__isnull=False), name="notice_done"
            ),
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


class Mail(models.TextChoices):
    """Whether, and how, notices of a kind go out by mail as well."""

    OFF = "off", _("No mail")
    AT_ONCE = "at-once", _("At once")
    DIGEST = "digest", _("Digest")


class Setting(models.Model):
    """What a person said about a kind of notice: whether it is told at all, and which ways it goes. No mail said: as the
    kind has it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    wanted = models.BooleanField()
    mail = models.CharField(max_length=10, choices=Mail, default="")
    robot = models.BooleanField(default=True)

    class Meta:
        db_table = "kernel_notice_setting"
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notice_setting_once")]


class Quiet(models.Model):
    """When a person is left in peace by mail and robots, and when the digest comes; all in their own time zone.

    `begins` after `ends` is a night; neither is never. `days_off`: also on the days on which their department does not work.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    days_off = models.BooleanField(default=False)
    digest_at = ArrayField(models.IntegerField(), default=list)  # full hours of the day, in order

    class Meta:
        db_table = "kernel_notice_quiet"
