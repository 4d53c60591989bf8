"""By which door a value came: the words of a journal line about where it was written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.actor import API, BULK, COMMAND, IMPORT, JOB, PAGE, READER, Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import scopes
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.journal.model import Entry
from concerto.kernel.ui.addresses import record_address


def source_of(line: Entry) -> str:
    """“by import, batch 418, line 204”; nothing for what a person did on a page, which needs no saying."""
    if line.door == BULK:
        return _("part of a mass change")
    if line.batch is None:
        return door_of(line)
    if line.line is None:
        return _("%(door)s, batch %(batch)s") % {"door": door_of(line), "batch": line.batch}
    return _("%(door)s, batch %(batch)s, line %(line)s") % {
        "door": door_of(line),
        "batch": line.batch,
        "line": line.line,
    }


def batch_of(actor: Actor, line: Entry) -> str:
    """The page of the mass change that a line is part of; "" where it is none, or not the reader's to see."""
    if line.door != BULK or line.batch is None:
        return ""
    batches = entity_of(Batch)
    own = line.actor == actor.person or actor.is_system or Scope.ALL in scopes(actor, batches, Act.READ)
    return record_address(batches, line.batch) if own else ""


def batch_page(actor: Actor, line: Entry) -> str:
    """The page of the import or the mass change that a value came with; "" where it came alone, or the reader may not see it."""
    if line.door != IMPORT or line.batch is None:
        return batch_of(actor, line)
    seen = reached(actor, Import, [line.batch])
    return f"/imports/{line.batch}/report" if seen else ""


def door_of(line: Entry) -> str:
    return words_of(line.door)


def words_of(door: str) -> str:
    """A door in words; nothing for a page, which needs no saying."""
    words = {
        PAGE: "",
        API: _("by API"),
        IMPORT: _("by import"),
        COMMAND: _("by command"),
        JOB: _("by a job"),
        READER: _("as a consequence"),
    }
    return words.get(door, door)
