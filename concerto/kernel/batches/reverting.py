"""Taking a mass change back: every value to what it was, where it still is what the change made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as say

from concerto.kernel.access.actor import UNDO, Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.merging.unmerge import unmerge
from concerto.kernel.actions.standard import CREATE, DELETE, RESTORE
from concerto.kernel.batches.batch.model import Why
from concerto.kernel.batches.work import Ends, Work, each, move, set_each
from concerto.kernel.entity.among import Among
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.model import Entry
from concerto.kernel.redirects.model import Merge

MOVES = (CREATE, DELETE, RESTORE)  # verbs by which a record comes or goes
Changes = dict[str, tuple[Any, Any]]  # field id → (before, after), as the journal writes values

_TOUCHED = """
    select record from journal where entity = %(noun)s and record = any(%(ids)s) and verb <> all(%(moves)s)
        and (batch is distinct from %(batch)s or door <> %(door)s)
    union select topic from journal where topic_entity = %(noun)s and topic = any(%(ids)s) and (entity <> %(noun)s or record <> topic)
        and (batch is distinct from %(batch)s or door <> %(door)s)
"""


@dataclass(frozen=True)
class Done:
    """What is taken back: the journal's lines of this noun with this batch and door. `title` says what it was; `own` are fields that
    it wrote by itself, whoever may write them otherwise."""

    noun: str
    batch: int
    door: str
    title: Callable[[], str]
    own: frozenset[str] = frozenset()

    @property
    def lines(self) -> Any:
        return Entry.objects.filter(batch=self.batch, door=self.door, entity=self.noun)


@dataclass
class OfRecord:
    """What was done to one record: how it came or went ("" where it was there all along), and its values in all."""

    moved: str = ""
    changes: Changes = field(default_factory=dict)


@dataclass
class Reverting(Work):
    """Something that was done to many records, taken back. A later change of a value is kept and listed, and so is a new
    record on which somebody has built since."""

    done: Done
    touches = frozenset()  # whether a value may go back is told by the value itself
    places = (False, True)

    @cached_property
    def act(self) -> Act:  # type: ignore[override]  # told by what was done
        return Act.DELETE if self.done.lines.filter(verb__in=MOVES).exists() else Act.EDIT

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        done = done_to(self.done, ids)
        moved = {verb: [id for id in ids if done[id].moved == verb] for verb in MOVES}
        for id in touched(self.done, moved[CREATE]):
            ends.leave(id, Why.MEANWHILE, say("It is new, and somebody has worked on it since."))
        gone = [id for id in (*moved[CREATE], *moved[RESTORE]) if id not in ends.left]
        move(actor.doing(DELETE), entity, gone, ends, to_trash=True)
        move(actor.doing(RESTORE), entity, moved[DELETE], ends, to_trash=False)
        self.set_back(actor.doing(UNDO), entity, {id: done[id].changes for id in ids if not done[id].moved}, ends)

    def set_back(self, actor: Actor, entity: Entity, done: Mapping[int, Changes], ends: Ends) -> None:
        """Each record to what it was."""
        if done:
            set_each(actor, entity, self._wanted(actor, entity, done, ends), ends)

    def _wanted(
        self, actor: Actor, entity: Entity, done: Mapping[int, Changes], ends: Ends
    ) -> Iterator[tuple[Record, Mapping[str, Any]]]:
        may = set(visible_to(actor, entity.model, Act.EDIT).filter(among(done)).values_list("pk", flat=True))
        for row in entity.model.everything.filter(among(done)).defer("search").order_by("pk"):
            if row.trashed_at or row.pk not in may:
                ends.leave(row.pk, Why.GONE if row.trashed_at else Why.FORBIDDEN)
                continue
            back = going_back(actor, entity, row, done[row.pk], ends, self.done.own)
            yield row, {id: former(entity, id, row, pair) for id, pair in back.items()}


@dataclass
class SettingApart(Work):
    """Merges taken back: records that took others in give them back, the last first."""

    done: Done
    touches = frozenset()  # what was changed since stays, as unmerge has it

    def winners(self) -> list[int]:
        """The records that took others in."""
        return sorted(set(self._merges().values_list("winner", flat=True)))

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        for merged in self._merges().filter(winner__in=ids, undone_at=None).order_by("-pk"):
            each([merged.winner], ends, lambda _id, merged=merged: bool(unmerge(actor, merged)))  # type: ignore[misc]

    def _merges(self) -> QuerySet[Merge]:
        return Merge.objects.filter(batch=self.done.batch, noun=self.done.noun)


def done_to(done: Done, ids: Sequence[int]) -> Mapping[int, OfRecord]:
    """Record → what was done to it in all: from before its first line to after its last. Of one that came or went the values
    go with it, so nobody reads them."""
    found: dict[int, OfRecord] = defaultdict(OfRecord)
    moves = done.lines.filter(Among("record", ids, BigIntegerField), verb__in=MOVES).order_by("id")
    for record, verb in moves.values_list("record", "verb"):
        found[record].moved = verb
    stayed = [id for id in ids if not found[id].moved]
    lines = done.lines.filter(Among("record", stayed, BigIntegerField)).order_by("id")
    for record, changes in lines.values_list("record", "changes") if stayed else ():
        one = found[record]
        for id, (before, after) in changes.items():
            one.changes[id] = (one.changes.get(id, (before, after))[0], after)
    return found


def touched(done: Done, ids: Sequence[int]) -> set[int]:
    """Those of these records that somebody has changed since, or on which something stands that was not there before."""
    if not ids:
        return set()
    values: dict[str, Any] = {
        "noun": done.noun,
        "ids": list(ids),
        "batch": done.batch,
        "door": done.door,
        "moves": [DELETE, RESTORE],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, values)
        return {id for (id,) in cursor.fetchall()}


def going_back(
    actor: Actor, entity: Entity, row: Record, done: Changes, ends: Ends, own: frozenset[str] = frozenset()
) -> Changes:
    """The fields of a record that can go back; a record with one that cannot is listed with it."""
    allowed = writable(actor, entity)
    if not done.keys() <= allowed.keys() | own:
        ends.leave(row.pk, Why.FORBIDDEN)
        return {}
    done = {
        id: pair for id, pair in done.items() if entity.fields[id].dump(row) != pair[0]
    }  # the others are back already
    kept = [id for id, (_before, after) in done.items() if not _stands(entity, id, row, after)]
    if kept:
        labels = say(", ").join(str(entity.fields[id].label) for id in kept)
        ends.leave(row.pk, Why.MEANWHILE, say("Kept: %(fields)s") % {"fields": labels})
    return {id: pair for id, pair in done.items() if id not in kept}


def _stands(entity: Entity, id: str, row: Record, after: Any) -> bool:
    """Whether a value is what the batch made it. Of lists of tags only what was added or taken out goes back."""
    return entity.fields[id].kind.id == "tags" or entity.fields[id].dump(row) == after


def former(entity: Entity, id: str, row: Record, pair: tuple[Any, Any]) -> Any:
    """What a field goes back to. Of lists of tags that is what stands there now, without what was added."""
    before, after = pair
    if entity.fields[id].kind.id != "tags":
        return loaded(entity, id, before)
    was, now = set(before or ()), set(after or ())
    return sorted((set(entity.fields[id].value(row)) - (now - was)) | (was - now))


def loaded(entity: Entity, id: str, stored: Any) -> Any:
    """A value of the journal as a record keeps it."""
    field = entity.fields[id]
    return field.kind.empty if stored is None else field.kind.load(field, stored)
