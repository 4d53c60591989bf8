"""The kinds of notices that follow from the journal of any noun."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concerto.kernel.notices.kinds import Group, Told, kind


@kind("assigned", label=_("Something is given to me"), icon="user-share", group=Group.TASK)
def assigned(told: Told) -> str:
    return gettext("%(who)s gave you %(title)s") % {"who": told.who, "title": told.title}


@kind(
    "assigned-many", label=_("Many things are given to me at once"), icon="user-share", group=Group.TASK, gathers=True
)
def assigned_many(told: Told) -> str:
    noun = told.noun if told.count == 1 else told.nouns
    return gettext("%(who)s gave you %(count)s × %(noun)s") % {"who": told.who, "count": told.count, "noun": noun}


@kind("followed", label=_("Something I follow is changed"), icon="star", gathers=True)
def followed(told: Told) -> str:
    if told.count == 1:
        return gettext("%(who)s changed %(title)s") % {"who": told.who, "title": told.title}
    many = {"who": told.who, "title": told.title, "count": told.count}
    return gettext("%(title)s changed %(count)s times, last by %(who)s") % many
