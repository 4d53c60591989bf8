"""What a journal line says after the name of who did it, and the sign before it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.actions.standard import CREATE, DELETE, EDIT, RESTORE
from concerto.kernel.actions.undo import UNDO
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.panels import composed

SIGNS = {EDIT: "pencil", DELETE: "trash", RESTORE: "restore", UNDO: "arrow-back-up", "sign-in": "login", "sign-out": "logout"}


def icon_of(entity: Entity, record: Record, verb: str) -> str:
    if verb in entity.actions:
        return entity.actions[verb].icon
    return SIGNS.get(verb) or composed(entity).icon_of(record)


def what_of(entity: Entity, record: Record, verb: str, fields: int, *, own: bool) -> str:
    """The words after a person's name: “changed 3 fields”, “added Contact point”, “Call”."""
    if verb == CREATE and entity.entry:
        by = composed(entity).by
        return str(by.kind.show(by, by.value(record)) if by else entity.label)
    if verb == EDIT or verb == UNDO:
        return _edited(entity, verb, fields, own=own)
    if verb in entity.actions:
        return str(entity.actions[verb].label)
    return _moved(verb) % {"noun": entity.label}


def _edited(entity: Entity, verb: str, fields: int, *, own: bool) -> str:
    if fields == 0:
        return _("changed something and put it back")
    if verb == UNDO:
        return _("took a change back")
    changed = ngettext("changed %(count)s field", "changed %(count)s fields", fields) % {"count": fields}
    return changed if own else _("%(changed)s of %(noun)s") % {"changed": changed, "noun": entity.label}


def _moved(verb: str) -> str:
    words = {
        CREATE: _("added: %(noun)s"),
        DELETE: _("moved to the trash: %(noun)s"),
        RESTORE: _("took back from the trash: %(noun)s"),
    }
    return words.get(verb, verb.replace("%", "%%"))
