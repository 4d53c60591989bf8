"""What members of a space are told."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Told, kind


@kind("space-joined", label=gettext_lazy("I was asked into a space"), icon="circles")
def joined(told: Told) -> str:
    return _("%(who)s asks you into the space “%(title)s”") % {"who": told.who, "title": told.title}


@kind("space-closed", label=gettext_lazy("A space of mine was closed"), icon="archive")
def closed(told: Told) -> str:
    return _("%(who)s closed the space “%(title)s”; read what was learned") % {"who": told.who, "title": told.title}
