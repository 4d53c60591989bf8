"""Pinning an entry of a timeline to its top, and taking it down. Both stand in the journal of the record."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.comments.comment.entity import comment
from concerto.collaboration.pins.model import Pin
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.quiet import keep_quiet
from concerto.kernel.journal.writing import write
from concerto.kernel.pages.record.look import Look
from concerto.kernel.timeline.telling import told

PIN, UNPIN = "pin", "unpin"
MOST = 5  # on one record: more would be a second timeline
_WHAT = re.compile(r"([a-z][a-z-]{0,59}):([1-9]\d{0,17})", re.ASCII)

keep_quiet(PIN, UNPIN)


def may_pin(actor: Actor, entity: Entity) -> bool:
    """Whoever may write on the timeline may also say what of it matters most."""
    return comment.can_be_attached_to(entity) and may(actor, comment, Act.CREATE)


def may_unpin(look: Look, pin: Pin) -> bool:
    """Who pinned it, and who may change the record."""
    return (pin.by_id is not None and pin.by_id == look.actor.person) or look.may_edit


def pin(actor: Actor, look: Look, what: str) -> None:
    """Keep what `what` names, "comment:12" or "line:991", on top. What is there already stays. Raises Refused."""
    entry = _entry(what)
    if not may_pin(actor, look.entity):
        raise Forbidden()
    if entry is None or not _stands_on(entry, look.entity, look.record) or not told(actor, [entry], root=look.record):
        raise NotThere()
    with transaction.atomic():
        locked(actor, look.entity.model, look.record.pk, Act.READ)
        pins = Pin.objects.filter(entity=look.entity.id, record=look.record.pk)
        if pins.filter(line=entry.id).exists():
            return
        if pins.count() >= MOST:
            raise Refused(_("Five entries are pinned already. Take one down first."))
        Pin.objects.create(
            entity=look.entity.id, record=look.record.pk, line=entry.id, noun=entry.entity, number=entry.record,
            by_id=actor.person,
        )  # fmt: skip
        write(line(actor.doing(PIN), look.entity, look.record, {}))


def unpin(actor: Actor, look: Look, id: int) -> None:
    """Take a pin down. One that is gone already is no trouble. Raises Forbidden."""
    with transaction.atomic():
        locked(actor, look.entity.model, look.record.pk, Act.READ)
        found = Pin.objects.filter(entity=look.entity.id, record=look.record.pk, pk=id).first()
        if found is None:
            return
        if not may_unpin(look, found):
            raise Forbidden(_("Whoever pinned it takes it down, or somebody who may change the record."))
        found.delete()
        write(line(actor.doing(UNPIN), look.entity, look.record, {}))


def _entry(what: str) -> Entry | None:
    named = _WHAT.fullmatch(what)
    if named is None:
        return None
    noun, id = named[1], int(named[2])
    if noun == "line":
        return Entry.objects.filter(id=id).first()
    known = find(noun)
    return Entry.objects.filter(entity=noun, record=id, verb=CREATE).first() if known and known.entry else None


def _stands_on(entry: Entry, entity: Entity, record: Record) -> bool:
    """Whether a line is on this timeline: its topic, what stands above that, or the record's own."""
    here = (entity_of(record).id, record.pk)
    return here in ((entry.topic_entity, entry.topic), (entry.root_entity, entry.root), (entry.entity, entry.record))
