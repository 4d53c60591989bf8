from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, moment, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class Status(models.TextChoices):
    """Where an export stands. One that was sent at once is done from the beginning and keeps no file."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped")
    EXPIRED = "expired", _("File removed")


OPEN = (Status.WAITING, Status.RUNNING)


class Export(Record):
    """Rows that somebody took out: which, as what, how many. Kept so that it can be told who has what.

    A large one is written by a worker, with the rights its person has then; the file is theirs alone and is removed at
    `kept_until`. Each worker that takes it up raises `attempt`: one that was believed dead writes no further.
    """

    name = text(_("What"), required=True)
    name_zh = text(_("What, in Chinese"))
    noun = one_noun(_("Records"))
    format = text(_("Format"), required=True, longest=10)
    filter = long_text(_("Filter"))
    person = link(_("By"), Person, related_name="exports")
    rows = whole(_("Rows"))
    status = choice(_("Status"), Status, required=True, default=Status.DONE)
    finished_at = moment(_("Finished"))
    kept_until = moment(_("Kept until"))
    problem = text(_("Stopped because"), longest=1000)
    asked: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, editable=False
    )  # the selection, and whether cells are written raw
    language = models.CharField(max_length=10, default="", editable=False)  # of headings and choices
    key = models.BigIntegerField(null=True, editable=False)  # the API token by which it was begun
    path = models.TextField(default="", editable=False)  # where the file is kept, below settings.FILES
    expected = models.IntegerField(null=True, editable=False)  # rows, as far as known beforehand
    attempt = models.IntegerField(default=0, editable=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="export_sorted")]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
