"""What somebody is told who is asked to help."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("task-help", label=gettext_lazy("I am asked to help with a task"), icon="heart-handshake", group=Group.TASK)
def asked_to_help(told: Told) -> str:
    return _("%(who)s asks you to help with “%(title)s”") % {"who": told.who, "title": told.title}
