"""What a journal line says after the name of who did it, and the sign before it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import UNDO
from concerto.kernel.actions.merging.merge import MERGE, UNMERGE
from concerto.kernel.actions.standard import CREATE, DELETE, EDIT, RESTORE
from concerto.kernel.duplicates.deciding import DIFFERENT, UNDECIDED
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.files.keeping import NEW_VERSION
from concerto.kernel.pages.panels import composed

SIGNS = {
    EDIT: "pencil",
    DELETE: "trash",
    RESTORE: "restore",
    UNDO: "arrow-back-up",
    NEW_VERSION: "upload",
    MERGE: "arrow-merge",
    UNMERGE: "arrows-split",
    DIFFERENT: "x",
    UNDECIDED: "arrow-back-up",
    "lapse": "clock-exclamation",
    "escalate": "clock-exclamation",
    "remind": "clock",
    "fall-due": "clock-exclamation",
    "sign-in": "login",
    "sign-out": "logout",
    "pin": "pin",
    "unpin": "pinned-off",
}


def icon_of(entity: Entity, record: Record, verb: str) -> str:
    if verb in entity.actions:
        return entity.actions[verb].icon
    return SIGNS.get(verb) or composed(entity).icon_of(record)


def what_of(entity: Entity, record: Record, verb: str, fields: int, *, own: bool) -> str:
    """The words after a person's name: “changed 3 fields”, “added contact point”, “Call”. `own`: it is the page's record."""
    if verb == CREATE and entity.entry:
        by = composed(entity).by
        return str(by.kind.show(by, by.value(record)) if by else entity.label)
    if verb in (EDIT, UNDO):
        return _edited(entity, verb, fields, own=own)
    if verb in entity.actions:
        return str(entity.actions[verb].label)
    return _moved(verb, own=own) % {"noun": inside(entity.label)}


def _edited(entity: Entity, verb: str, fields: int, *, own: bool) -> str:
    if fields == 0:
        return _("changed something and put it back")
    if verb == UNDO:
        return _("took a change back")
    changed = ngettext("changed %(count)s field", "changed %(count)s fields", fields) % {"count": fields}
    return changed if own else _("%(changed)s of %(noun)s") % {"changed": changed, "noun": inside(entity.label)}


def _moved(verb: str, *, own: bool) -> str:
    words = {
        CREATE: _("created this %(noun)s") if own else _("added %(noun)s"),
        DELETE: _("put this %(noun)s into the trash") if own else _("put %(noun)s into the trash"),
        RESTORE: _("took this %(noun)s out of the trash") if own else _("took %(noun)s out of the trash"),
        NEW_VERSION: _("put a new version into this %(noun)s") if own else _("put a new version into %(noun)s"),
        MERGE: _("merged another %(noun)s into this one") if own else _("merged another %(noun)s into"),
        UNMERGE: _("took a merge apart again"),
        DIFFERENT: _("said that this is not the same as another"),
        UNDECIDED: _("took back that this is not the same as another"),
        "look": _("counted its records again"),
        "lapse": _("let it lapse: the time was up"),
        "escalate": _("said that a promise is due"),
        "remind": _("said that it is due soon"),
        "fall-due": _("said that it is overdue"),
        "sign-in": _("signed in"),
        "sign-out": _("signed out"),
        "pin": _("pinned an entry"),
        "unpin": _("unpinned an entry"),
    }
    return words.get(verb, verb.replace("%", "%%"))


def inside(label: Label) -> str:
    """A noun's name as it stands inside an English sentence: “contact point”, but “API token”. Chinese stays as it is."""
    name = str(label)
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
