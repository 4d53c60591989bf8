from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, text


class ListSetting(Record):
    """What one list remembers for one person: the view it opens with."""

    noun = text(_("List"), required=True, longest=60)
    person = link(_("Person"), Person, required=True, related_name="list_settings")
    opens = text(_("Opens with"), required=True, longest=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "noun"],
                condition=models.Q(trashed_at=None),
                name="list_setting_once",
                violation_error_message=_("This list opens with another view already."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="list_setting_sorted")]
