from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import link, long_text, moment, tagged, text


class Decision(Attached):
    """What was decided, why, by whom and when, in a space or in a meeting. Whoever sees that sees this."""

    what = text(_("What was decided"), required=True, longest=300)
    why = long_text(_("Why"), help_text=_("What spoke for it, and what else was considered."))
    decided_by = link(_("Decided by"), Person, related_name="decisions")
    decided_at = moment(_("Decided on"), null=False, blank=False, default=timezone.now)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="decision_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="decision_of"),
            GinIndex(fields=["search"], name="decision_search"),
            tagged("decision"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="decision_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            )
        ]
