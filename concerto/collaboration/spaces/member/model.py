from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text


class Part(models.TextChoices):
    """What somebody may do in a space: guests read and talk, members work in it, who leads says who belongs to it."""

    LEAD = "lead", pgettext("space", "Leads")
    MEMBER = "member", pgettext("space", "Member")
    GUEST = "guest", pgettext("space", "Guest")


class SpaceMember(Record):
    """That a person belongs to a space. What they may see and do of it follows from this row."""

    space = link(_("Space"), Space, required=True, related_name="members", on_delete=models.CASCADE)
    person = link(_("Person"), Person, required=True, related_name="space_memberships", on_delete=models.CASCADE)
    part = choice(pgettext("space", "Part"), Part, required=True, default=Part.MEMBER)
    task = text(pgettext("space", "For what"), longest=120, help_text=_("What this person brings in."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "person"],
                condition=models.Q(trashed_at=None),
                name="space_member_once",
                violation_error_message=_("This person belongs to the space already."),
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="space_member_sorted"),
            models.Index(fields=["person"], name="space_member_person"),
        ]
