from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import choice, link, moment, tagged, text


class State(models.TextChoices):
    """What became of a promise. One that is late is open still: nobody has said yet that it is broken."""

    OPEN = "open", pgettext("promise", "Open")
    KEPT = "kept", pgettext("promise", "Kept")
    BROKEN = "broken", pgettext("promise", "Broken")
    RELEASED = "released", pgettext("promise", "Released")


class Promise(Attached):
    """What somebody promised a customer, and until when; `owner` is who keeps it. It stands on the record it was made about.

    A customer who no longer needs it releases us from it: then it counts neither as kept nor as broken.
    """

    what = text(_("What is promised"), required=True, longest=500)
    owner = link(_("Kept by"), Person, required=True, related_name="promises")
    due = moment(_("Due"), null=False, blank=False)
    maker = link(_("Promised by"), Person, related_name="promises_made")
    origin = text(
        _("Said in"), longest=30, help_text=_("The code of the comment, note or activity in which it was promised.")
    )
    state = choice(_("State"), State, required=True, default=State.OPEN)
    closed_at = moment(_("Closed"))
    reason = text(_("Reason"), longest=500, help_text=_("Why it could not be kept, or was no longer needed."))

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="promise_sorted"),
            models.Index(fields=["prefix", "number", "due"], name="promise_of"),
            models.Index(fields=["due", "id"], name="promise_owed", condition=models.Q(state="open", trashed_at=None)),
            models.Index(fields=["owner", "state", "due"], name="promise_owner"),
            GinIndex(fields=["search"], name="promise_search"),
            tagged("promise"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="promise_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None) | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="promise_closed",
                violation_error_message=_("What is no longer open was closed at some moment."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["broken", "released"]) | ~models.Q(reason=""),
                name="promise_why",
                violation_error_message=_("Say why."),
            ),
        ]  # fmt: skip
