from functools import partial

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import long_text, moment, text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.yes_no import YES_NO

new_key = partial(get_random_string, 20)  # a public name, which proves nothing: it only has to be one of its own


class TrackedSite(Record):
    """A site or an app of the company whose visitors' steps are told by the tracker."""

    name = text(_("Name"), required=True)
    origins = long_text(
        _("Addresses"), help_text=_("One a line, as https://shop.example. Only pages from there are listened to.")
    )
    active = kept_as(YES_NO, models.BooleanField(_("On"), default=True))
    key = text(_("Public key"), longest=40, default=new_key)
    heard_at = moment(_("Last heard"), editable=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="tracked_site_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="tracked_site_key_once",
                violation_error_message=_("Another site has this key."),
            )
        ]
