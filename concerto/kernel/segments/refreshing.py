"""Who belongs to a segment now, worked out set by set: who came in, who left, how many there are.

A segment is counted with the rights of its owner. One that stays as it is is counted once, and when somebody asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as say

from concerto.kernel.access.actor import JOB, Actor, actor_for
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.belonging.segment.model import Kept, Segment, Size
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.among import written
from concerto.kernel.entity.registry import find, named
from concerto.kernel.fields.operators import NOT_WITHIN, WITHIN
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Node, Related, Unclear, parse, questions

SOONEST = timedelta(seconds=50)  # between two counts of a segment whose filter looks back from now
USUAL = timedelta(hours=1)  # between two counts of one that depends on records alone: they are followed as they change
SHARE = 30  # a segment that takes a second to count is counted every thirty at most

_MEMBERS = """
    with matching as materialized ({matching}),
    gone as (
        update kernel_member member set left_at = %(now)s
        where segment_id = %(segment)s and left_at is null {among}
            and not exists (select 1 from matching where matching.id = member.record)
        returning record),
    come as (
        insert into kernel_member (segment_id, record, joined_at)
        select %(segment)s, matching.id, %(now)s from matching
        where not exists (select 1 from kernel_member member
            where member.segment_id = %(segment)s and member.record = matching.id and member.left_at is null)
        returning record)
    select (select count(*) from come), (select count(*) from gone)
"""


@dataclass(frozen=True)
class Moved:
    """How many came in, and how many left."""

    joined: int = 0
    left: int = 0


def refresh(segment: Segment, only: Collection[int] | None = None) -> Moved:
    """Bring the members up to date; those among the records `only`, where these alone may have changed."""
    began = time.monotonic()
    with transaction.atomic():
        fresh = Segment.everything.select_for_update(no_key=True).filter(pk=segment.pk).defer("search").first()
        if fresh is None:
            return Moved()
        try:
            moved = _moved(matching(fresh, only), fresh, only)
        except Unclear as unclear:
            _note(fresh, trouble=str(unclear.message)[:300], due_at=timezone.now() + USUAL)
            return Moved()
        if only is None:
            _counted(fresh, moved, time.monotonic() - began)
        elif moved != Moved():
            _note(fresh, size=(fresh.size or 0) + moved.joined - moved.left)
    return moved


def matching(segment: Segment, only: Collection[int] | None = None) -> QuerySet[Any]:
    """The records for which the filter holds and that the owner may see; none of a segment in the trash. Raises Unclear."""
    entity, owner = named(segment.noun), owner_of(segment)
    rows = visible_to(owner, entity.model) if owner else entity.model.everything.none()
    if segment.trashed_at:
        rows = rows.none()
    if owner is None:
        raise Unclear(say("Its owner has left: give it to somebody else."))
    if only is not None:
        rows = rows.filter(among(only))
    return rows.filter(compiled(owner, entity, parse(segment.filter), only)).order_by().values("id")


def owner_of(segment: Segment) -> Actor | None:
    return actor_for(segment.owner_id, JOB)


def _moved(rows: QuerySet[Any], segment: Segment, only: Collection[int] | None) -> Moved:
    from django.core.exceptions import EmptyResultSet

    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        sql, values = "select 0::bigint as id where false", ()
    named_values = {f"p{at}": value for at, value in enumerate(values)}
    sql = sql.replace("%%", "\0") % tuple(f"%(p{at})s" for at in range(len(values)))
    among = "" if only is None else "and record = any(%(only)s::bigint[])"
    with connection.cursor() as cursor:
        cursor.execute(
            _MEMBERS.format(matching=sql.replace("\0", "%%"), among=among),
            {**named_values, "now": timezone.now(), "segment": segment.pk, "only": written(only or ())},
        )
        return Moved(*cursor.fetchone())


def _counted(segment: Segment, moved: Moved, took: float) -> None:
    now = timezone.now()
    size = segment.members.filter(left_at=None).count()
    last = segment.sizes.order_by("-at").first()
    if last is None or last.size != size or moved != Moved() or last.at < now - timedelta(days=1):
        Size.objects.create(segment=segment, at=now, size=size, joined=moved.joined, left=moved.left)
    _note(segment, size=size, counted_at=now, trouble="", took=took, due_at=due(segment, now, took))


def due(segment: Segment, now: Any, took: float) -> Any:
    """When it is to be counted again; never, where it stays as it is."""
    if segment.kept == Kept.FIXED or segment.trashed_at:
        return None
    usual = SOONEST if looks_back(parse(segment.filter)) else USUAL
    return now + max(usual, timedelta(seconds=took * SHARE))


def looks_back(tree: Node) -> bool:
    """Whether the answer changes as time goes by, with no record changing."""
    for question in questions(tree):
        if question.operator in (WITHIN, NOT_WITHIN):
            return True
        if isinstance(question, Related) and (looks_back(question.where) or not _is_journalled(question.noun)):
            return True
    return False


def _is_journalled(noun: str) -> bool:
    """Whether each record of it stands in the journal; what is only ever added in masses does not."""
    entity = find(noun)
    return entity is not None and entity.is_tagged


def _note(segment: Segment, **values: Any) -> None:
    """What readers keep of a segment is no change of it: no version, no line in the journal."""
    Segment.everything.filter(pk=segment.pk).update(**values)
