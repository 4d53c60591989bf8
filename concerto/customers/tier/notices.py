from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Told, kind


@kind("tier-changed", label=_("A customer of mine has another tier by rule"), icon="chart-bar")
def tier_changed(told: Told) -> str:
    return gettext("%(title)s has another tier now") % {"title": told.title}
