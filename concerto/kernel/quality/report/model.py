from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, moment, number, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class Measure(models.TextChoices):
    """What data can be good or bad at."""

    COMPLETE = "complete", _("Completeness")
    UNIQUE = "unique", _("Uniqueness")
    VALID = "valid", _("Validity")
    CONSISTENT = "consistent", _("Consistency")
    TIMELY = "timely", _("Timeliness")


class QualityReport(Record):
    """How good the data of one noun is, and who answers for it. Figures come from the last look at all its records."""

    name = text(_("Name"), required=True, longest=100)
    name_zh = text(_("Name in Chinese"), longest=100)
    noun = one_noun(_("Of"), default="customer")
    steward = link(
        _("Steward"), Person, related_name="quality_reports", help_text=_("Is told when something has got worse.")
    )
    source = text(
        _("Told apart by"), longest=60, help_text=_("A field that says where records come from: its id, like source.")
    )
    fresh_days = whole(
        _("Fresh for days"), most=3650, help_text=_("Records that nobody has changed for longer count as out of date.")
    )
    score = number(_("Score"), least=0, most=100, editable=False)
    faults = whole(_("Faults"), editable=False)
    records = whole(_("Records"), editable=False)
    checked_at = moment(_("Looked at on"), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun"],
                condition=models.Q(trashed_at=None),
                name="quality_report_once",
                violation_error_message=_("The quality of these records is looked at already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="quality_report_sorted")]


class Slice(models.TextChoices):
    """What a count is of: all records, those of one department, those from one source."""

    ALL = "", _("All")
    DEPARTMENT = "department", _("Department")
    SOURCE = "source", _("Source")


class Score(models.Model):
    """One count of one look: of so many records, so many are faulty. A time series, only ever added to.

    `key` names what was asked (see asking.py); of a department or a source all faults are counted together.
    """

    report = models.ForeignKey(QualityReport, on_delete=models.CASCADE, related_name="scores", db_index=False)
    at = models.DateTimeField()
    key = models.CharField(max_length=140)
    slice = models.CharField(max_length=20, choices=Slice.choices, default="", blank=True)
    value = models.CharField(max_length=200, default="", blank=True)
    total = models.BigIntegerField()
    faulty = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "at", "slice", "value", "key"], name="quality_score_once")
        ]
