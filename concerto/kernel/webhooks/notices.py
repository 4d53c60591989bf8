"""What the person that a webhook acts as is told when it could not go on."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Told, kind

OFF = "webhook-off"


@kind(OFF, label=_("A webhook of mine was turned off by itself"), icon="plug-connected-x")
def webhook_off(told: Told) -> str:
    return gettext("The webhook %(title)s was turned off because it could not go on") % {"title": told.title}
