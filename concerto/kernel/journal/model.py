"""One line of the journal: who did what to which record, when, by which door, and what it changed.

The table is made by hand (see the migration): partitioned by month, append-only for the serving role, with id, xid and
at always given by the database. Django reads it; `writing.py` writes it.
"""

from __future__ import annotations

from django.db import models

FIRST_SNAPSHOT = "1:1:"  # the snapshot in which nothing is visible yet


class Entry(models.Model):
    """A journal line. `changes` maps field id → [before, after], as `Entity.dump` writes values."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    era = models.IntegerField()
    actor = models.BigIntegerField(null=True)  # a person's id; null is the system itself
    door = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()
    topic_entity = models.CharField(max_length=60, null=True)  # the record on whose timeline the line stands
    topic = models.BigIntegerField(null=True)
    root_entity = models.CharField(
        max_length=60, null=True
    )  # where that belongs to another record, the one that stands for itself
    root = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()  # its place on the timeline: when it took place, which may be long before `at`
    batch = models.BigIntegerField(null=True)  # the import or mass change it belongs to
    line = models.IntegerField(null=True)  # the line of that import's file
    because = models.BigIntegerField(null=True)  # the journal id that led to it, or that it undoes
    reason = models.TextField(default="")
    changes = models.JSONField()
    given: models.JSONField[dict[str, str] | None, dict[str, str] | None] = models.JSONField(
        null=True
    )  # as it was typed

    class Meta:
        managed = False
        db_table = "journal"


class Bookmark(models.Model):
    """Where a reader of the journal stands.

    A bookmark by id misses lines whose transactions commit late; one by transaction id reorders the lines of a record.
    So it holds two snapshots: lines visible in `new` but not in `old` are next, in id order, those after `after_id`.
    Lines of an earlier era (before a restore into another cluster) are complete: those not visible in `old` are next, by id.
    """

    reader = models.CharField(max_length=100, primary_key=True)
    era = models.IntegerField(default=1)
    old = models.TextField(default=FIRST_SNAPSHOT)
    new = models.TextField(default="")
    after_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "journal_bookmark"
