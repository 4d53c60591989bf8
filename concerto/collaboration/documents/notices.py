"""What people are told of documents that are valid for a time."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.notices.kinds import Told, kind


@kind("document-ending", label=gettext_lazy("A file I added will soon be out of date"), icon="file-alert")
def ending(told: Told) -> str:
    return _("“%(title)s” will not be valid much longer") % {"title": told.title}


@kind("document-ended", label=gettext_lazy("A file I added is out of date"), icon="file-alert")
def ended(told: Told) -> str:
    return _("“%(title)s” is no longer valid") % {"title": told.title}
