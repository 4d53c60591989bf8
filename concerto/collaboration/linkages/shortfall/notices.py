"""What people are told of shortfalls. That help is asked for they learn from the hand-off or the task that asks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Told, kind


@kind("shortfall-over", label=gettext_lazy("A shortfall for which help was agreed on is over"), icon="trending-up")
def over(told: Told) -> str:
    return _("The shortfall “%(title)s” is over") % {"title": told.title}
