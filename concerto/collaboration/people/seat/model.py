from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import choice, day, link, text


class Part(models.TextChoices):
    LEAD = "lead", pgettext("team", "Lead")
    MEMBER = "member", pgettext("team", "Member")


class Seat(Attached):
    """Somebody of a department who looks after a record of any noun. A department has one who leads there, and any number beside."""

    note = text(
        _("Looks after"), longest=120, help_text=_("What of it, where it is not all: invoices, training, spare parts.")
    )
    department = link(_("Department"), Department, required=True, related_name="seats")
    person = link(_("Person"), Person, required=True, related_name="seats")
    part = choice(pgettext("team", "Part"), Part, required=True, default=Part.LEAD)
    since = day(pgettext("team", "Since"), null=False, blank=False, default=timezone.localdate)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="seat_sorted"),
            models.Index(fields=["prefix", "number", "department"], name="seat_of"),
            models.Index(fields=["person", "prefix"], name="seat_held"),
            GinIndex(fields=["search"], name="seat_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="seat_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            ),
            models.UniqueConstraint(
                fields=["subject", "department"],
                condition=models.Q(part=Part.LEAD, trashed_at=None),
                name="seat_led_once",
                violation_error_message=_("Somebody of this department leads here already. Name them a member first."),
            ),
            models.UniqueConstraint(
                fields=["subject", "department", "person"],
                condition=models.Q(trashed_at=None),
                name="seat_held_once",
                violation_error_message=_("This person looks after it for this department already."),
            ),
        ]
