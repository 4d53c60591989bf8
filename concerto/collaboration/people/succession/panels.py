"""The way from a person's page to handing over all that is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.pages.panels import begins
from concerto.kernel.pages.record.look import Look

PATH = "succession"


def may_hand_on(look: Look) -> bool:
    return look.entity.model is Person and look.may_edit


begins(PATH, _("Leaves or moves"), "user-share", "v", may_hand_on)
