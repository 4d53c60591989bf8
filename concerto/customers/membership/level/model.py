from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.customers.membership.programme.model import Programme
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, text, whole


class Level(Record):
    """A level of a programme. Of those whose points a member earned within the last year, the highest is the member's."""

    programme = link(_("Programme"), Programme, required=True, related_name="levels", db_index=False)
    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    threshold = whole(_("From so many points earned in a year"), default=0, help_text=_("0: for every member."))
    benefits = long_text(_("Benefits"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="level_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "threshold"], condition=models.Q(trashed_at=None), name="level_once",
                violation_error_message=_("Another level of the programme begins there."),
            ),
        ]  # fmt: skip
