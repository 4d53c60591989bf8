"""By which door a value came: the words of a journal line about where it was written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.actor import API, COMMAND, IMPORT, JOB, PAGE, READER
from concerto.kernel.journal.model import Entry


def source_of(line: Entry) -> str:
    """“by import, batch 418, line 204”; nothing for what a person did on a page, which needs no saying."""
    if line.batch is None:
        return door_of(line)
    if line.line is None:
        return _("%(door)s, batch %(batch)s") % {"door": door_of(line), "batch": line.batch}
    return _("%(door)s, batch %(batch)s, line %(line)s") % {
        "door": door_of(line),
        "batch": line.batch,
        "line": line.line,
    }


def door_of(line: Entry) -> str:
    words = {
        PAGE: "",
        API: _("by API"),
        IMPORT: _("by import"),
        COMMAND: _("by command"),
        JOB: _("by a job"),
        READER: _("as a consequence"),
    }
    return words.get(line.door, line.door)
