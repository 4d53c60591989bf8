"""What people are told of what is said to them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("mentioned", label=gettext_lazy("Somebody mentions me, my team or my department"), icon="at", group=Group.MENTION)
def mentioned(told: Told) -> str:
    return _("%(who)s mentions you at “%(title)s”") % {"who": told.who, "title": told.title}


@kind("answered", label=gettext_lazy("Somebody answers what I said"), icon="message-reply", group=Group.MENTION)
def answered(told: Told) -> str:
    return _("%(who)s answers you at “%(title)s”") % {"who": told.who, "title": told.title}
