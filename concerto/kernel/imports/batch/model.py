from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole
from concerto.kernel.imports.reasons import Reasons
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.text.sentences import Kept


class Policy(models.TextChoices):
    """What happens to a row that is recognised as a record we have."""

    UPDATE = "update", _("Update what differs")
    SKIP = "skip", _("Leave it as it is")
    CREATE = "create", _("Create another one")


class Status(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", _("Being prepared")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped")


OPEN = (Status.WAITING, Status.RUNNING)  # a worker goes on with these


class Import(Record):
    """One file brought in: what it was, how its columns were read, and what became of every row.

    `rows` is always the sum of the five counts; rows before `next_row` are accounted for, so an import that was
    interrupted goes on there.
    """

    file_name = text(_("File"), required=True)
    noun = one_noun(_("Brought in as"))
    person = link(_("By"), Person, related_name="imports")
    policy = choice(_("Known records"), Policy, required=True, default=Policy.UPDATE)
    status = choice(_("Status"), Status, required=True, default=Status.DRAFT)
    started_at = moment(_("Started"))
    finished_at = moment(_("Finished"))
    problem = text(_("Stopped because"), longest=1000)
    taken_back_by = link(_("Taken back by"), Batch, related_name="imports")
    signed_by = link(_("Signed off by"), Person, related_name="signed_imports")
    signed_at = moment(_("Signed off"))
    rows = whole(_("Rows"), default=0)
    created = whole(_("Created"), default=0)
    updated = whole(_("Updated"), default=0)
    merged = whole(_("Merged"), default=0)
    skipped = whole(_("Unchanged"), default=0)
    rejected = whole(_("Rejected"), default=0)
    because: models.JSONField[Kept, Kept] = models.JSONField(
        default="", db_default=models.Value("", models.JSONField()), editable=False
    )  # the same in no language: see `text.sentences`
    language = models.CharField(max_length=10, default="", editable=False)  # of whoever began it
    key = models.BigIntegerField(null=True, editable=False)  # the API token by which it was begun
    path = models.TextField(default="", editable=False)  # where the file is kept, below settings.FILES
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, editable=False
    )  # column → field id
    ways: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )  # column → how its cells are read, where that was chosen: see `ways`
    match = models.CharField(max_length=60, default="", db_default="", editable=False)  # the field that was chosen
    profile = models.BigIntegerField(null=True, editable=False)  # whose id said so
    reading: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, editable=False
    )  # encoding, delimiter, sheet
    next_row = models.IntegerField(default=0, editable=False)
    expected = models.IntegerField(null=True, editable=False)  # rows in the file, as far as known beforehand
    foreseen: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )  # what a look beforehand has come to: see `foreseeing`
    verified: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )  # sums and samples of what came in: see `verifying`

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="import_sorted")]


class Rejection(models.Model):
    """A row that was not brought in, as it stood in the file, and why; or (`whole` is False) one that was, but for a link."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    row = models.IntegerField()  # as a person counts lines in the file
    cells: models.JSONField[list[str | None], list[str | None]] = models.JSONField()
    reason: models.JSONField[Reasons, Reasons] = models.JSONField()
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
