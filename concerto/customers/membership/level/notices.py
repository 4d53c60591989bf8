from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Told, kind


@kind("level-changed", label=_("A customer of mine has another level in a programme"), icon="stairs-up")
def level_changed(told: Told) -> str:
    return gettext("%(title)s has another level in a programme now") % {"title": told.title}
