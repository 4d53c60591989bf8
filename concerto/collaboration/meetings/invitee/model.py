from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text


class Answer(models.TextChoices):
    YES = "yes", pgettext("invitation", "Comes")
    MAYBE = "maybe", pgettext("invitation", "Comes perhaps")
    NO = "no", pgettext("invitation", "Does not come")


class MeetingInvitee(Record):
    """That a person, or everybody in a department, is invited to a meeting, and what they answered."""

    meeting = link(_("Meeting"), Meeting, required=True, related_name="invitees", on_delete=models.CASCADE)
    person = link(_("Person"), Person, related_name="invitations", on_delete=models.CASCADE)
    department = link(_("Department"), Department, related_name="invitations", on_delete=models.CASCADE)
    answer = choice(_("Coming"), Answer)
    note = text(_("Said with it"), longest=200)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="meeting_invitee_sorted"),
            models.Index(fields=["person"], name="meeting_invitee_person"),
            models.Index(fields=["department"], name="meeting_invitee_department"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, department__isnull=False) | Q(person__isnull=False, department=None),
                name="meeting_invitee_one",
                violation_error_message=_("Say who: a person or a department."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(trashed_at=None),
                name="meeting_invitee_once",
                violation_error_message=_("This person is invited already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "department"],
                condition=Q(trashed_at=None),
                name="meeting_department_once",
                violation_error_message=_("This department is invited already."),
            ),
        ]
