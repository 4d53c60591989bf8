"""Beginning a mass change, and taking one back: the records are settled, then a small one is done at once, a large one by a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import BULK, UNDO, Actor
from concerto.kernel.access.rights import may_do
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import add, refuse_unproved
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.batches.batch.model import BROKEN_OFF, Batch, Status
from concerto.kernel.batches.later import defer
from concerto.kernel.batches.reverting import SettingApart
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection, freeze, freeze_done_by, freeze_ids, snapshot
from concerto.kernel.batches.verbs import kept, words_of, work_of
from concerto.kernel.batches.work import Work
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.link import LARGEST_ID

SMALL = 200  # records that are changed while the person waits


def begin(
    actor: Actor,
    entity: Entity,
    verb: str,
    inputs: Mapping[str, Any],
    selection: Selection,
    part_of: Batch | None = None,
) -> Batch:
    """Do `verb` to every selected record. Raises Invalid, Forbidden, Refused or Unclear before anything is written.

    The batch that comes back is done already where it is small. A part of another is taken back with it.
    """
    if verb == UNDO:
        raise Refused(_("This cannot be done to many records at once."))
    work = work_of(actor, entity, verb, inputs)
    if not may_do(actor, entity, work.act):
        raise Forbidden()
    batch = Batch(asked=selection.told(), part_of=part_of)
    return _begun(actor, entity, verb, work, inputs, batch, lambda kept: freeze(actor, entity, kept, selection))


def undo_batch(actor: Actor, done: Batch) -> Batch:
    """Take a batch back, which is a batch itself, with the parts that were done of other nouns. Raises Refused while one of them
    is under way, Invalid where somebody was quicker."""
    parts = [each for each in Batch.everything.filter(part_of=done.pk).order_by("pk") if is_standing(each.pk)]
    if any(each.is_open for each in (done, *parts)):
        raise Refused(_("This is still under way. Cancel it first, then it can be taken back."))
    with transaction.atomic():
        back = take_back(actor, named(done.noun), done.pk, BULK, Batch(undoes=done))
        for part in parts:
            take_back(actor, named(part.noun), part.pk, BULK, Batch(undoes=part, part_of=back))
    return back


def take_back(actor: Actor, entity: Entity, number: int, door: str, batch: Batch, *, title: str = "") -> Batch:
    """Take back what was done at a door under this number; `title` says what it was, where that is no mass change."""
    inputs = {"batch": number} | ({} if door == BULK else {"door": door, "title": title})
    work = work_of(actor, entity, UNDO, inputs)
    if not may_do(actor, entity, work.act):
        raise Forbidden()
    return _begun(actor, entity, UNDO, work, inputs, batch, lambda kept: _freeze_again(kept, work, number, door))


def _freeze_again(batch: Batch, work: Work, number: int, door: str) -> int:
    """The records that were changed; of merges those that took others in, for the others are not there."""
    if isinstance(work, SettingApart):
        return freeze_ids(batch, work.winners())
    return freeze_done_by(batch, number, door)


def is_taken_back(batch: Batch) -> bool:
    """Whether somebody has taken it back, or is about to, seen or not; one that was broken off counts not."""
    return Batch.everything.filter(undoes=batch).exclude(status__in=BROKEN_OFF).exists()


def is_standing(id: int) -> bool:
    """Whether a mass change is done, or under way, and nobody has taken it back."""
    batch = Batch.everything.get(pk=id)
    return batch.status not in BROKEN_OFF and not is_taken_back(batch)


def progress(actor: Actor, id: int) -> Batch:
    """A batch as it stands. Raises NotThere."""
    found = visible_to(actor, Batch).filter(pk=id).first() if 0 < id <= LARGEST_ID else None
    if found is None:
        raise NotThere()
    return found


def _begun(
    actor: Actor,
    entity: Entity,
    verb: str,
    work: Work,
    inputs: Mapping[str, Any],
    batch: Batch,
    settle: Callable[[Batch], int],
) -> Batch:
    with transaction.atomic():
        _describe(actor, entity, verb, work, inputs, batch)
        add(actor.doing("create"), batch)
        batch.total = settle(batch)
        Batch.everything.filter(pk=batch.pk).update(total=batch.total)
        if batch.total > SMALL:
            refuse_unproved(actor, entity, entity.proof)  # now: a worker has no session that could be asked
            defer(batch.pk)
    return batch if batch.total > SMALL else run(actor, batch)


def _describe(actor: Actor, entity: Entity, verb: str, work: Work, inputs: Mapping[str, Any], batch: Batch) -> None:
    batch.noun, batch.verb, batch.person_id, batch.key = entity.id, verb, actor.person, actor.key
    batch.inputs, batch.status = kept(entity, verb, work, inputs), Status.WAITING
    batch.frozen, batch.language = snapshot(), get_language() or settings.LANGUAGE_CODE
    for attribute, language in (("name", "en"), ("name_zh", "zh-hans")):
        with translation.override(language):
            setattr(batch, attribute, words_of(actor, entity, verb, work)[:200])
