"""What follows an absence: whoever stands in is told so, and hears of what waits for whoever is away."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.collaboration.my_work.standing_in import away
from concerto.kernel.notices.kinds import Told, kind
from concerto.kernel.notices.sending import forwards


@kind("stand-in", label=gettext_lazy("I stand in for somebody"), icon="beach")
def stand_in(told: Told) -> str:
    return _("%(who)s noted that you stand in: %(title)s") % {"who": told.who, "title": told.title}


@forwards
def stand_ins_now() -> Mapping[int, int]:
    return away(timezone.now()).stand_ins
