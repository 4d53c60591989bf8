from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields import choice, link, long_text, moment, tagged, text


class State(models.TextChoices):
    ACTIVE = "active", pgettext("space", "Active")
    CLOSED = "closed", pgettext("space", "Closed")


class OpenTo(models.TextChoices):
    """Who sees it beside the owner: values that the scope SHARED knows."""

    MEMBERS = Sharing.PRIVATE.value, pgettext("space", "Members only")
    EVERYONE = Sharing.EVERYONE.value, pgettext("space", "Everyone")


class Space(Record):
    """A group across departments that works towards a goal. Closing it keeps what was learned.

    One that was opened for a hand-off, because both sides work on it as a project, names it: there is one for each at most.
    """

    name = text(_("Name"), required=True, longest=120)
    goal = long_text(_("Goal"), required=True, help_text=_("What shall be true once this group is no longer needed?"))
    owner = link(_("Owner"), Person, related_name="spaces")
    open_to = choice(_("Open to"), OpenTo, required=True, default=OpenTo.MEMBERS)
    state = choice(_("State"), State, required=True, default=State.ACTIVE)
    lessons = long_text(_("Lessons"))
    closed_at = moment(_("Closed"))
    handoff = link(_("Opened for"), Handoff, related_name="spaces", on_delete=models.SET_NULL)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="space_sorted"),
            models.Index(fields=["owner", "state"], name="space_owned"),
            GinIndex(fields=["search"], name="space_search"),
            tagged("space"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff"],
                name="space_of_a_handoff",
                violation_error_message=_("There is a space for this hand-off already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ACTIVE, closed_at=None) | models.Q(state=State.CLOSED, closed_at__isnull=False),
                name="space_closed",
                violation_error_message=_("What is closed has a time."),
            ),
        ]  # fmt: skip
