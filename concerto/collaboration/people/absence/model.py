from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import day, link, text


class Absence(Record):
    """Days on which somebody is away, and who stands in for them. Days are those of the time zone where the person is."""

    note = text(_("What for"), required=True, longest=120, help_text=_("Everybody can read it."))
    person = link(_("Person"), Person, related_name="absences", on_delete=models.CASCADE)
    since = day(pgettext("absence", "First day"), null=False, blank=False)
    until = day(pgettext("absence", "Last day"), null=False, blank=False)
    stand_in = link(_("Stand-in"), Person, related_name="stands_in")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="absence_sorted"),
            models.Index(fields=["until", "since"], name="absence_now"),
            models.Index(fields=["person", "-since"], name="absence_of"),
            models.Index(fields=["stand_in"], name="absence_stood_in"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="absence_in_order",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(stand_in=None) | ~models.Q(stand_in=models.F("person")),
                name="absence_stand_in",
                violation_error_message=_("Somebody else has to stand in."),
            ),
        ]
