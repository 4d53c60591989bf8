from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, long_text, moment, tagged, text, url


class Sort(models.TextChoices):
    SYNC = "sync", _("Weekly sync")
    STRATEGY = "strategy", _("Strategy alignment")
    RETROSPECTIVE = "retrospective", _("Retrospective")
    OTHER = "other", pgettext("meeting", "Other")


class State(models.TextChoices):
    PLANNED = "planned", pgettext("meeting", "Planned")
    HELD = "held", pgettext("meeting", "Held")
    CANCELLED = "cancelled", pgettext("meeting", "Cancelled")


class Rhythm(models.TextChoices):
    """How a meeting comes again: the next one is made when this one ends, at the same hour where it takes place."""

    ONCE = "once", pgettext("meeting", "Once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")


def usual_zone() -> str:
    return str(settings.TIME_ZONE)


class Meeting(Record):
    """People of several departments at one time, in one place or room. Whoever is invited sees it.

    Its agenda is what is open between the departments that are there; when it is held, `matters` keeps the codes of what was, so
    that it can be told later what became of it.
    """

    title = text(_("Title"), required=True, longest=200)
    sort = choice(pgettext("meeting", "Kind"), Sort, required=True, default=Sort.OTHER)
    owner = link(_("Organiser"), Person, related_name="meetings")
    starts_at = moment(_("Begins"), null=False, blank=False)
    ends_at = moment(_("Ends"), null=False, blank=False)
    zone = text(_("Time zone"), longest=60, default=usual_zone, help_text=_("One is written like Asia/Shanghai."))
    place = text(pgettext("meeting", "Place"), longest=200)
    room = url(_("Virtual room"), help_text=_("The link of Tencent Meeting, or of any other; or let a room be made."))
    space = link(_("Space"), Space, related_name="meetings", on_delete=models.SET_NULL)
    rhythm = choice(
        pgettext("meeting", "Comes again"), Rhythm, required=True, default=Rhythm.ONCE,
        help_text=_("The next one is made when this one was held or cancelled."),
    )  # fmt: skip
    points = long_text(
        pgettext("meeting", "Points"),
        help_text=_("What else is to be talked about, a point a line. Everybody invited can add some."),
    )
    state = choice(_("State"), State, required=True, default=State.PLANNED)
    minutes = long_text(pgettext("meeting", "Minutes"))
    held_at = moment(pgettext("meeting", "Held"))
    reason = text(_("Reason"), longest=500, help_text=_("Why it was cancelled."))
    after = link(_("Follows on"), "self", related_name="next", on_delete=models.SET_NULL)
    matters: models.JSONField[list[str], list[str]] = models.JSONField(default=list, editable=False)  # codes

    @property
    def begins(self) -> datetime:
        assert self.starts_at, "no meeting is without"
        return self.starts_at

    @property
    def ends(self) -> datetime:
        assert self.ends_at, "no meeting is without"
        return self.ends_at

    @property
    def ended(self) -> datetime:
        """When it was over, which may be earlier or later than planned."""
        return self.held_at or self.ends

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="meeting_sorted"),
            models.Index(fields=["starts_at", "id"], name="meeting_at"),
            models.Index(fields=["owner", "starts_at"], name="meeting_of"),
            models.Index(fields=["space", "starts_at"], name="meeting_in_space"),
            GinIndex(fields=["search"], name="meeting_search"),
            tagged("meeting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_in_order",
                violation_error_message=_("A meeting ends after it began."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(held_at__isnull=False),
                name="meeting_held",
                violation_error_message=_("What was held has a time."),
            ),
            models.UniqueConstraint(
                fields=["after"],
                name="meeting_next_once",
                violation_error_message=_("The next one is there already."),
            ),
        ]
