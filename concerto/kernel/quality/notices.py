"""What stewards are told when their data got worse."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Told, kind

WORSE = "quality-worse"


@kind(WORSE, label=_("Data that I look after has got worse"), icon="heart-rate-monitor", page="figures")
def quality_worse(told: Told) -> str:
    return gettext("%(title)s: the last look found new faults") % {"title": told.title}
