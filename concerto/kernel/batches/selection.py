"""Which records a mass change is about: those ticked, or all that a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen

CHUNK = 2000  # records of one transaction
MOST_TICKED = 10_000  # ids that one request may name; whoever means more gives a filter

_FREEZE = """
    insert into kernel_chunk (batch_id, number, ids, done)
    select %s, number, array_agg(id order by id), false
    from (select id, (row_number() over (order by id) - 1) / %s as number from ({rows}) found) numbered group by number
"""


@dataclass(frozen=True)
class Selection:
    """Records by id, or (where `ids` is None) all that `filter` and `q` find, in the list or in the trash."""

    ids: tuple[int, ...] | None = None
    filter: str = ""
    q: str = ""
    trashed: bool = False

    @property
    def only(self) -> Q:
        """The ticked ones, as a list's page can be asked for them."""
        return Q() if self.ids is None else Q(pk__in=self.ids)

    def rows(self, actor: Actor, entity: Entity, act: Act = Act.READ) -> QuerySet[Record]:
        """Those of them to which `actor` may do `act`. Raises Unclear for a filter that cannot be asked."""
        asked = Asked(filter=self.filter, q=self.q, trashed=self.trashed, only=self.only)
        return chosen(actor, entity, asked, parse(self.filter), act)

    def told(self) -> dict[str, Any]:
        """How it was given, as JSON; the ids themselves stand in the chunks."""
        return {"filter": self.filter, "q": self.q, "trashed": self.trashed, "ticked": self.ids is not None}


@dataclass(frozen=True)
class Foreseen:
    """How many records are selected, and how many of them the actor may do it to."""

    total: int
    allowed: int

    @property
    def refused(self) -> int:
        return self.total - self.allowed


def foreseen(actor: Actor, entity: Entity, act: Act, selection: Selection) -> Foreseen:
    """What a mass change would meet if it began now."""
    total = len(selection.ids) if selection.ids is not None else selection.rows(actor, entity).order_by().count()
    return Foreseen(total, selection.rows(actor, entity, act).order_by().count())


def sound(ids: Sequence[int]) -> tuple[int, ...]:
    """Ids as given, each once. Raises Invalid where there are too many, or where one can be of no record."""
    once = tuple(sorted(set(ids)))
    if len(once) > MOST_TICKED:
        raise Invalid(
            {
                "ids": _("At most %(most)s records can be named one by one; give a filter for more.")
                % {"most": MOST_TICKED}
            }
        )
    if once and not 0 < once[0] <= once[-1] <= LARGEST_ID:
        raise Invalid({"ids": _("There is no such record.")})
    return once


def freeze(actor: Actor, entity: Entity, batch: Batch, selection: Selection) -> int:
    """Settle which records a batch is about, and answer how many. What a person ticked counts, seen or not."""
    if selection.ids is not None:
        return freeze_ids(batch, selection.ids)
    found, values = selection.rows(actor, entity).order_by().values("pk").query.sql_with_params()
    return _freeze(batch, f"select id from ({found}) as given(id)", values)


def freeze_ids(batch: Batch, ids: Sequence[int]) -> int:
    return _freeze(batch, "select distinct id from unnest(%s::bigint[]) as given(id)", (list(ids),))


def freeze_done_by(batch: Batch, other: int, door: str) -> int:
    """The records of its noun that another batch changed at a door, as the journal tells. What belongs to a record of
    another noun that the same batch made comes and goes with that one."""
    lines = """
        select distinct record as id from journal done where batch = %s and door = %s and entity = %s and not exists (
            select from journal made where made.entity = done.topic_entity and made.record = done.topic and made.verb = 'create'
                and made.batch = done.batch and made.door = done.door and made.entity <> done.entity)
    """
    return _freeze(batch, lines, (other, door, batch.noun))


def _freeze(batch: Batch, rows: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE.format(rows=rows), (batch.pk, CHUNK, *values))
        cursor.execute("select coalesce(sum(cardinality(ids)), 0) from kernel_chunk where batch_id = %s", [batch.pk])
        return int(cursor.fetchone()[0])


def snapshot() -> str:
    """The moment, as the database can compare it with journal lines: what is not in it comes later."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
