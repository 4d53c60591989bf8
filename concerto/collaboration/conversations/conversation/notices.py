"""What people are told of conversations they take part in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Group, Told, kind


@kind(
    "said",
    label=gettext_lazy("Somebody writes in a conversation of mine"),
    icon="messages",
    group=Group.MENTION,
    gathers=True,
)
def said(told: Told) -> str:
    if told.count == 1:
        return _("%(who)s writes in “%(title)s”") % {"who": told.who, "title": told.title}
    return _("%(count)s new messages in “%(title)s”, the last by %(who)s") % {
        "who": told.who,
        "title": told.title,
        "count": told.count,
    }
