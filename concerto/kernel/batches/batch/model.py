from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class Status(models.TextChoices):
    """Where a mass change stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped")


OPEN = (Status.WAITING, Status.RUNNING)  # a worker goes on with these
BROKEN_OFF = (Status.CANCELLED, Status.STOPPED)  # the rest of these was never done


class Batch(Record):
    """One verb done to many records: what, to which, by whom, and what became of every one of them.

    `total` is always the sum of the four counts and of what is still to do. Which records it is about was settled when
    it was begun (`frozen` is the snapshot of that moment); they stand in its chunks.
    """

    name = text(_("What"), required=True)
    name_zh = text(_("What, in Chinese"))
    noun = one_noun(pgettext("records", "On"))
    person = link(_("By"), Person, related_name="batches")
    status = choice(_("Status"), Status, required=True, default=Status.WAITING)
    started_at = moment(_("Started"))
    finished_at = moment(_("Finished"))
    problem = text(_("Stopped because"), longest=1000)
    undoes = link(_("Takes back"), "self", related_name="undone_by")
    part_of = link(
        _("Part of"),
        "self",
        related_name="parts",
        help_text=_("The mass change it was begun with: they are undone together."),
    )
    total = whole(_("Selected"), default=0)
    changed = whole(_("Changed"), default=0)
    unchanged = whole(_("Unchanged"), default=0)
    refused = whole(_("Refused"), default=0)
    conflicts = whole(_("Changed meanwhile"), default=0)
    verb = models.CharField(max_length=60, editable=False)
    inputs: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)
    asked: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, editable=False
    )  # the filter as it was given, for telling it
    frozen = models.TextField(default="", editable=False)  # a database snapshot
    language = models.CharField(max_length=10, default="", editable=False)  # in which its reasons are written
    key = models.BigIntegerField(null=True, editable=False)  # the API token by which it was begun

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="batch_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["undoes"],
                condition=~models.Q(status__in=["cancelled", "stopped"]),
                name="batch_undone_once",
                violation_error_message=_("This was taken back already, or is being taken back right now."),
            )
        ]

    @property
    def counted(self) -> int:
        """Records accounted for so far."""
        return (self.changed or 0) + (self.unchanged or 0) + (self.refused or 0) + (self.conflicts or 0)

    @property
    def is_open(self) -> bool:
        return self.status in (*OPEN, Status.PAUSED)


class Chunk(models.Model):
    """Some of the records of a mass change, done together in one transaction or not at all."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="chunks")
    number = models.IntegerField()
    ids: ArrayField[list[int], list[int]] = ArrayField(models.BigIntegerField())
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batch_chunk_once")]


class Why(models.TextChoices):
    """Why a record was left as it is."""

    GONE = "gone", _("It is not there any more, or you may not see it.")
    FORBIDDEN = "forbidden", _("You may not do this to it.")
    MEANWHILE = "meanwhile", _("Somebody changed it meanwhile.")
    INVALID = "invalid", _("The result would not be right.")


class Left(models.Model):
    """A record that a mass change left as it is, and why. `detail` is a sentence in the language of who began it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="left")
    record = models.BigIntegerField()
    why = models.CharField(max_length=20, choices=Why.choices)
    detail = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "record"], name="batch_left_once")]
