from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, text, whole


class Feeling(models.TextChoices):
    """What such an event says of how a customer fares."""

    PLAIN = "plain", _("Neither good nor bad")
    GOOD = "good", _("Good")
    BAD = "bad", _("A pain point")


class EventKind(Record):
    """One thing that customers do, or that happens to them: a purchase, a page view, a late delivery."""

    key = text(_("Key"), required=True, longest=40, help_text=_("What programs call it, as product-view."))
    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    feeling = choice(_("What it tells"), Feeling, required=True, default=Feeling.PLAIN)
    low = whole(_("Low score"), most=100, help_text=_("A score up to this one is a pain point. Empty: no score is."))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="event_kind_sorted")]
        constraints = [
            models.UniqueConstraint(
                Lower("key"),
                name="event_kind_key_once",
                violation_error_message=_("There is a kind of event with this key already."),
            ),
        ]
