from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, moment, text, whole
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO
from concerto.kernel.webhooks.events import chosen_from, nouns, verbs


class Webhook(Record):
    """An address that is told what happens, as far as the person it acts as may know it.

    `failures` counts tries that failed since the last that did not; until `paused_until` nothing is sent. Its secret is
    made from this installation's own and `generation`, so none is kept here.
    """

    name = text(_("Name"), required=True)
    person = link(
        _("Acts as"), Person, required=True, related_name="webhooks",
        help_text=_("What this person may not see is not told: neither records nor fields."),
    )  # fmt: skip
    url = text(_("Address"), required=True, longest=500, help_text=_("https://… of the system that listens."))
    nouns = chosen_from(_("Records"), nouns)
    verbs = chosen_from(_("What happens to them"), verbs, help_text=_("Everything, where nothing is chosen."))
    filter = long_text(
        _("Filter"), help_text=_('Only records for which this holds, for one noun: city = "Suzhou" and tier = A.')
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    off_because = text(_("Off because"), longest=500)
    failures = whole(_("Failed in a row"), most=10_000, default=0)
    paused_until = moment(_("Paused until"))
    generation = whole(_("Number of the secret"), default=1)
    rotated_at = moment(_("Secret changed on"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="webhook_sorted")]
