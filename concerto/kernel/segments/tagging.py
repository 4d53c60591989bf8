"""The tag of a segment, put on whoever came in and taken off whoever left. A tag that somebody put by hand is never touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from concerto.kernel.access.actor import JOB, SYSTEM, Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.bulk import retag_many
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.belonging.segment.model import Member, Segment
from concerto.kernel.entity.entity import TAGS
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.segments.refreshing import owner_of

CHUNK = 2000  # records in one transaction
NOT_OURS = 0  # the record had the tag before, or its owner may not change it: nothing was put
_HEIRS = """
    update kernel_member heir set tag = %(tag)s from kernel_segment segment
    where heir.record = any(%(records)s) and heir.left_at is null and heir.segment_id = segment.id
        and segment.id <> %(segment)s and segment.tag_id = %(tag)s and segment.noun = %(noun)s
    returning heir.record
"""


def settle(segment: Segment) -> int:
    """Bring tags in line with the members; answer how many records were changed."""
    return _until_done(segment, take_off) + _until_done(segment, put_on)


def _until_done(segment: Segment, work: Callable[[Segment], tuple[int, int]]) -> int:
    total = 0
    while True:
        with transaction.atomic():
            fresh = Segment.everything.select_for_update(no_key=True).filter(pk=segment.pk).defer("search").first()
            looked_at, changed = work(fresh) if fresh else (0, 0)
        total += changed
        if looked_at < CHUNK:
            return total


def put_on(segment: Segment) -> tuple[int, int]:
    """Put the tag on some members who were not looked at yet; answer how many were looked at, and how many changed."""
    if not segment.tag_id:
        return 0, 0
    entity, owner = named(segment.noun), owner_of(segment)
    waiting = list(_current(segment).filter(tag=None).values_list("record", flat=True)[:CHUNK])
    if not waiting:
        return 0, 0
    without = ~Q((f"{TAGS}__contains", [segment.tag_id]))
    ours = list(_locked(owner, entity.model, waiting).filter(without).values_list("pk", flat=True)) if owner else []
    changed = retag_many(_rule(segment), entity, ours, TAGS, [segment.tag_id], [])
    _current(segment).filter(record__in=changed).update(tag=segment.tag_id)
    _current(segment).filter(record__in=set(waiting) - changed).update(tag=NOT_OURS)
    return len(waiting), len(changed)


def take_off(segment: Segment) -> tuple[int, int]:
    """Take a tag off some who left, or off all where the segment has another tag now."""
    put = Member.objects.filter(segment=segment.pk, tag__gt=NOT_OURS)
    stale = Q(left_at__isnull=False) if segment.tag_id else Q()
    stale = stale | ~Q(tag=segment.tag_id) if segment.tag_id else stale
    rows = put.filter(stale).values_list("pk", "record", "tag")[:CHUNK]
    found = [(pk, record, tag) for pk, record, tag in rows if tag]
    changed: set[int] = set()
    for tag in sorted({tag for _pk, _record, tag in found}):
        records = [record for _pk, record, each in found if each == tag]
        kept = inherited(segment, tag, records)
        changed |= _taken(segment, tag, [record for record in records if record not in kept])
    Member.objects.filter(pk__in=[pk for pk, _record, _tag in found]).update(tag=None)
    return len(found), len(changed)


def inherited(segment: Segment, tag: int, records: Sequence[int]) -> set[int]:
    """Those that another segment would tag alike: from now on the tag is that one's."""
    values: dict[str, Any] = {"tag": tag, "records": list(records), "segment": segment.pk, "noun": segment.noun}
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, values)
        return {record for (record,) in cursor.fetchall()}


def _taken(segment: Segment, tag: int, records: Sequence[int]) -> set[int]:
    entity = named(segment.noun)
    rows = entity.model.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=records).order_by("pk")
    return retag_many(_rule(segment), entity, list(rows.values_list("pk", flat=True)), TAGS, [], [tag])


def _current(segment: Segment) -> QuerySet[Member]:
    return Member.objects.filter(segment=segment.pk, left_at=None)


def _locked(owner: Actor, model: Any, ids: Sequence[int]) -> QuerySet[Any]:
    """The rows that the owner may change, locked; none where the owner may not write tags."""
    if TAGS not in writable(owner, entity_of(model)):
        return model.everything.none()  # type: ignore[no-any-return]  # a manager of ours
    rows = visible_to(owner, model, Act.EDIT).filter(pk__in=ids)
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk")


def _rule(segment: Segment) -> Actor:
    """The system, saying in the journal for which segment it acts."""
    return replace(SYSTEM.at(JOB).doing(EDIT), reason=f"{entity_of(segment).code(segment.pk)} {segment.name}")
