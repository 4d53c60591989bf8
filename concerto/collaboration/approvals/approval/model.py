from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.approvals.rule.model import ApprovalRule, one_verb
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class State(models.TextChoices):
    """Where an approval is. Who brought it there, when and why, its verdicts and the journal tell."""

    ASKED = "asked", pgettext("approval", "Waiting")
    DONE = "done", pgettext("approval", "Granted and done")
    STUCK = "stuck", pgettext("approval", "Granted, not done")
    REFUSED = "refused", pgettext("approval", "Refused")
    RETURNED = "returned", pgettext("approval", "Sent back")
    WITHDRAWN = "withdrawn", pgettext("approval", "Withdrawn")
    LAPSED = "lapsed", pgettext("approval", "Lapsed")


class Approval(Record):
    """A write that waits for somebody's yes: who asked for which verb on which record, and on which step it is.

    `given` holds what the verb was given, sealed: no door reads it but the verb itself, in the name of who asked. `changes` and
    `seen` are values of the record, field → [before, after] and field → before, told to a reader only as far as the reader may
    read those fields. `stages` are the steps as the rules said when it was asked for.
    """

    title = text(pgettext("approval", "What"), required=True, longest=200)
    title_zh = text(pgettext("approval", "What, in Chinese"), longest=200)
    rule = link(_("Approval rule"), ApprovalRule, related_name="approvals")
    noun = one_noun(pgettext("approval", "Of what"))
    does = one_verb(pgettext("approval", "What is done"))
    subject = text(_("Record"), longest=30, help_text=_("The code of the record; empty for one that would be new."))
    state = choice(_("State"), State, required=True, default=State.ASKED)
    asked_by = link(pgettext("approval", "Asked by"), Person, related_name="approvals_asked")
    step = whole(_("Step"), null=False, blank=False, default=1)
    steps = whole(pgettext("approval", "Steps"), null=False, blank=False, default=1)
    decide_by = moment(pgettext("approval", "To be decided by"))
    closed_at = moment(_("Closed"))
    reason = text(_("Reason"), longest=500, help_text=_("Why it was refused, sent back, withdrawn or not done."))
    result = text(_("Became"), longest=30, help_text=_("The code of the record that was made."))

    given = models.TextField(default="", editable=False)
    changes: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)
    seen: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, editable=False)
    stages: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list, editable=False
    )
    rules: models.JSONField[list[int], list[int]] = models.JSONField(default=list, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="approval_sorted"),
            models.Index(fields=["subject", "-id"], name="approval_of"),
            models.Index(fields=["asked_by", "-id"], name="approval_asked_by"),
            models.Index(fields=["decide_by"], name="approval_waiting", condition=models.Q(state="asked")),
            GinIndex(fields=["search"], name="approval_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.ASKED, closed_at=None)
                | (~models.Q(state=State.ASKED) & models.Q(closed_at__isnull=False)),
                name="approval_closed",
                violation_error_message=_("What is decided has a time."),
            ),
        ]
