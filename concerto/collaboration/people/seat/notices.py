"""What somebody is told who was named to look after a record."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Told, kind


@kind("seat-named", label=gettext_lazy("I was named to look after a record"), icon="armchair")
def named(told: Told) -> str:
    return _("%(who)s named you to look after a record: %(title)s") % {"who": told.who, "title": told.title}
