from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole


class Policy(models.TextChoices):
    """What happens to a row that is recognised as a record we have."""

    UPDATE = "update", _("Update what differs")
    SKIP = "skip", _("Leave it as it is")
    CREATE = "create", _("Create another one")


class Import(Record):
    """One file brought in: what it was, how its columns were read, and what became of every row.

    `rows` is always the sum of the five counts; rows before `next_row` are accounted for, so an import that was
    interrupted goes on there.
    """

    file_name = text(_("File"), required=True)
    noun = text(_("Brought in as"), required=True, longest=60)
    person = link(_("By"), Person, related_name="imports")
    policy = choice(_("Known records"), Policy, required=True, default=Policy.UPDATE)
    started_at = moment(_("Started"))
    finished_at = moment(_("Finished"))
    problem = text(_("Stopped because"), longest=1000)
    rows = whole(_("Rows"), default=0)
    created = whole(_("Created"), default=0)
    updated = whole(_("Updated"), default=0)
    merged = whole(_("Merged"), default=0)
    skipped = whole(_("Unchanged"), default=0)
    rejected = whole(_("Rejected"), default=0)
    language = models.CharField(max_length=10, default="", editable=False)  # in which its reasons are written
    key = models.BigIntegerField(null=True, editable=False)  # the API token by which it was begun
    path = models.TextField(default="", editable=False)  # where the file is kept, below settings.FILES
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, editable=False
    )  # column → field id
    reading: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, editable=False
    )  # encoding, delimiter, sheet
    next_row = models.IntegerField(default=0, editable=False)
    expected = models.IntegerField(null=True, editable=False)  # rows in the file, as far as known beforehand

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="import_sorted")]


class Rejection(models.Model):
    """A row that was not brought in, as it stood in the file, and why; or (`whole` is False) one that was, but for a link."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    row = models.IntegerField()  # as a person counts lines in the file
    cells: models.JSONField[list[str | None], list[str | None]] = models.JSONField()
    reason = models.TextField()
    whole = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="rejection_once")]


class Unlinked(models.Model):
    """A link of a row to another row of the same file, to be made when all rows are in."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="unlinked")
    row = models.IntegerField()
    record = models.BigIntegerField()
    field = models.CharField(max_length=60)
    words = models.TextField()
