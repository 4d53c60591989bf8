"""What can be done to many records: each sort of work knows which rows it may touch and does it to some of them at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.bulk import (
    Changed,
    change_each,
    change_many,
    in_halves,
    move_many,
    prepared,
    retag_many,
)
from concerto.kernel.actions.change import guard, put
from concerto.kernel.actions.gates import NeedsApproval
from concerto.kernel.actions.refusal import LOOK_AGAIN, Forbidden, Invalid, NotThere, Refused
from concerto.kernel.actions.setting import is_uniform
from concerto.kernel.actions.standard import DELETE, EDIT, RESTORE
from concerto.kernel.actions.trees import CIRCLE, closing_loops
from concerto.kernel.actions.values import read_values
from concerto.kernel.batches.batch.model import Why
from concerto.kernel.duplicates.heap import merge_by_pairs
from concerto.kernel.duplicates.thresholds import weight_of
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label

MERGE_ALL = "merge-duplicates"


@dataclass
class Ends:
    """What became of some records: ids that changed, and id → why (and what exactly) of those left as they are."""

    changed: set[int] = field(default_factory=set)
    left: dict[int, tuple[Why, str]] = field(default_factory=dict)

    def leave(self, id: int, why: Why, detail: Label = "") -> None:
        self.left[id] = (why, str(detail))


class Work(ABC):
    """One verb with its inputs. `act` is what one must be allowed to do to a row; `touches` names the fields in which a
    change by somebody else is a conflict, None where any change is; `places` say whether its records are out of the
    trash, in it, or both."""

    act: ClassVar[Act] = Act.EDIT
    places: tuple[bool, ...] = (False,)
    touches: frozenset[str] | None = None

    @abstractmethod
    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        """Do it to rows that are locked and may be touched, within the caller's transaction."""


@dataclass
class Editing(Work):
    """The same values for all. What is `typed` is cleaned by what stands beside it in each record."""

    values: Mapping[str, Any]
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def touches(self) -> frozenset[str]:  # type: ignore[override]  # told by the values
        return frozenset((*self.values, *self.typed))

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        doing = actor.doing(EDIT)
        if not self.typed:
            return set_values(doing, entity, ids, self.values, ends)
        for record, alike in self._alike(entity, ids):
            try:
                read = read_values(actor, entity, self.typed, record)
            except Invalid as invalid:
                for id in alike:
                    ends.leave(id, *reason(invalid))
            else:
                set_values(doing, entity, alike, {**self.values, **read}, ends)
        return None

    def _alike(self, entity: Entity, ids: Sequence[int]) -> Iterator[tuple[Record, list[int]]]:
        """Records in which the same stands beside what is typed: one of them as it will be, and the ids of all."""
        looks = sorted({id for typed in self.typed for id in entity.shape.looking.get(typed, ())})
        found: dict[tuple[Any, ...], tuple[Record, list[int]]] = {}
        for row in entity.model.everything.filter(pk__in=ids).defer("search").order_by("pk"):
            put(entity, row, self.values)
            beside = tuple(entity.fields[id].value(row) for id in looks if id in entity.fields)
            found.setdefault(beside, (row, []))[1].append(row.pk)
        yield from found.values()


@dataclass
class Tagging(Work):
    """Members of a list added or taken out, whatever else is in it."""

    field: str
    added: Sequence[int] = ()
    removed: Sequence[int] = ()
    touches = frozenset()  # whatever others add or take out meanwhile stays

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        """Together, or where one of them is held one by one."""
        doing = actor.doing(EDIT)
        try:
            ends.changed |= retag_many(doing, entity, ids, self.field, self.added, self.removed)
        except NeedsApproval:
            each(ids, ends, lambda id: bool(retag_many(doing, entity, [id], self.field, self.added, self.removed)))


@dataclass
class Moving(Work):
    """Into the trash, or out of it."""

    to_trash: bool
    act = Act.DELETE

    def __post_init__(self) -> None:
        self.places = (not self.to_trash,)

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        move(actor.doing(DELETE if self.to_trash else RESTORE), entity, ids, ends, to_trash=self.to_trash)


@dataclass
class Doing(Work):
    """A verb of the noun's own, row by row."""

    action: Action[Any]
    inputs: Mapping[str, Any]

    @property
    def act(self) -> Act:  # type: ignore[override]  # told by the verb
        return self.action.needs

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        each(ids, ends, lambda id: self.one(actor, entity, id))

    def one(self, actor: Actor, entity: Entity, id: int) -> bool:
        """What a verb changes it tells the journal; whatever it answers, it was done."""
        self.action(actor, entity.model(id=id), **self.inputs)
        return True


@dataclass
class Merging(Work):
    """Into the record that pairs of at least so much per cent lead to, row by row."""

    least: int
    act = Act.DELETE

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        each(ids, ends, lambda id: self.one(actor, entity, id))

    def one(self, actor: Actor, entity: Entity, id: int) -> bool:
        merge_by_pairs(actor, entity, id, weight_of(self.least))
        return True


def set_values(actor: Actor, entity: Entity, ids: Sequence[int], values: Mapping[str, Any], ends: Ends) -> None:
    """By one statement where the values allow it; each by itself where they do not, or where that was refused."""
    if is_uniform(entity, (entity.fields[id] for id in values)):
        ids = guarded(actor, entity, ids, ends, lambda row: put(entity, row, values))
        try:
            ends.changed |= change_many(actor, entity, ids, values)
        except (Invalid, NeedsApproval):
            pass
        else:
            return
    rows = entity.model.everything.filter(among(ids)).defer("search").order_by("pk")
    set_each(actor, entity, ((row, values) for row in rows), ends)


def set_each(actor: Actor, entity: Entity, wanted: Iterable[tuple[Record, Mapping[str, Any]]], ends: Ends) -> None:
    """Each locked record to values of its own, together all that can be; what is refused is left with the reason."""
    changed: list[Changed] = []
    for row, values in wanted:
        try:
            one = prepared(actor, entity, row, values)
        except Refused as refused:
            ends.leave(row.pk, *reason(refused))
        else:
            changed += [one] if one else []
    for id in (circles := _circles(entity, changed)):
        ends.leave(id, Why.INVALID, CIRCLE)
    changed = [one for one in changed if one.record.pk not in circles]
    ends.changed |= {one.record.pk for one in changed}
    in_halves(
        changed,
        lambda part: change_each(actor, entity, part),
        lambda one, refused: ends.leave(one.record.pk, *reason(refused)),
    )


def _circles(entity: Entity, changed: Sequence[Changed]) -> set[int]:
    """Records that would come to stand below themselves."""
    found: set[int] = set()
    for tree in (link for link in entity.links if link.tree):
        moves = [(one.record.pk, target) for one in changed if tree.id in one.changes
                 and (target := tree.value(one.record)) is not None]  # fmt: skip
        found |= closing_loops(entity, tree, moves) if moves else set()
    return found


def move(actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends, *, to_trash: bool) -> None:
    """Together; one by one where the database refused that, as where another record has taken the place since."""
    ids = guarded(actor, entity, ids, ends, lambda row: _moved(row, to_trash=to_trash))
    try:
        ends.changed |= move_many(actor, entity, ids, to_trash=to_trash)
    except (Invalid, NeedsApproval):
        each(ids, ends, lambda id: bool(move_many(actor, entity, [id], to_trash=to_trash)))


def _moved(row: Record, *, to_trash: bool) -> Mapping[str, Any]:
    before, row.trashed_at = row.trashed_at, timezone.now() if to_trash else None
    return {"trashed_at": [before, row.trashed_at]}


def guarded(
    actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends, changed: Callable[[Record], Mapping[str, Any]]
) -> Sequence[int]:
    """Those of the rows that the guards of the noun let become what `changed` makes of them; the others are left with the reason."""
    if not entity.guards:
        return ids
    passed: list[int] = []
    for row in entity.model.everything.filter(pk__in=ids).defer("search").order_by("pk"):
        try:
            guard(actor, entity, row, changed(row))
        except Refused as refused:
            ends.leave(row.pk, *reason(refused))
        else:
            passed.append(row.pk)
    return passed


def each(ids: Sequence[int], ends: Ends, do: Callable[[int], bool]) -> None:
    """Row by row, each on its own: what is refused is left with the reason, and the others go on."""
    for id in ids:
        try:
            with transaction.atomic():
                changed = do(id)
        except Refused as refused:
            ends.leave(id, *reason(refused))
            continue
        if changed:
            ends.changed.add(id)


def reason(refused: Refused) -> tuple[Why, Label]:
    """Why a row was refused, and the words for it."""
    if isinstance(refused, Invalid) and refused.message is LOOK_AGAIN:
        return Why.INVALID, " ".join(str(problem) for problem in refused.problems.values())
    why = {NotThere: Why.GONE, Forbidden: Why.FORBIDDEN}.get(type(refused), Why.INVALID)
    return why, refused.message if why == Why.INVALID else ""
