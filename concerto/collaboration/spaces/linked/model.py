from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import link, text


class LinkedRecord(Attached):
    """That a space works on a record, or a meeting is about it. It belongs to that record: whoever may not see the record
    does not see this either, and learns nothing but that there is one."""

    note = text(_("Why it is here"), longest=200, help_text=_("Whoever may see the record reads this."))
    space = link(_("Space"), Space, related_name="linked", on_delete=models.CASCADE)
    meeting = link(_("Meeting"), Meeting, related_name="linked", on_delete=models.CASCADE)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="linked_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="linked_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="linked_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
            models.CheckConstraint(
                condition=Q(space=None, meeting__isnull=False) | Q(space__isnull=False, meeting=None),
                name="linked_to_one",
                violation_error_message=_("Say to which space, or to which meeting."),
            ),
            models.UniqueConstraint(
                fields=["space", "subject"],
                condition=Q(trashed_at=None),
                name="linked_to_a_space_once",
                violation_error_message=_("This record is linked already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "subject"],
                condition=Q(trashed_at=None),
                name="linked_to_a_meeting_once",
                violation_error_message=_("This record is linked already."),
            ),
        ]
