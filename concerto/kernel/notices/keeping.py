"""What a person does with their own notices: read, unread, done, put off, put back. Other people's are passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from concerto.kernel.access.actor import Actor
from concerto.kernel.notices.kinds import Group, kinds

# One that gathers is not made unread beside another that is: the database keeps one of them for a record.
_UNREAD = """read_at = case when gathers and exists (select from kernel_notice twin where twin.person_id = mine.person_id
    and twin.kind = mine.kind and twin.entity = mine.entity and twin.record = mine.record and twin.read_at is null
    and twin.gathers and twin.id <> mine.id) then mine.read_at end"""


def read(actor: Actor, ids: Sequence[int] | None = None, *, group: str = "") -> None:
    """Mark these as read; or all that stand in the inbox, of one tab where one is given."""
    wanted = [id for id, kind in kinds().items() if not group or kind.group == Group(group)]
    which = "and id = any(%(ids)s)" if ids is not None else "and kind = any(%(kinds)s) and stands_at <= now()"
    _write(actor, "read_at = now()", f"read_at is null {which}", ids=ids, kinds=wanted)


def unread_again(actor: Actor, ids: Sequence[int]) -> None:
    _one_by_one(actor, _UNREAD, "read_at is not null and done_at is null", ids)


def finish(actor: Actor, ids: Sequence[int]) -> None:
    """Done: no longer in the inbox. What is told next about the same is told anew."""
    _write(
        actor,
        "done_at = now(), read_at = coalesce(read_at, now())",
        "done_at is null and id = any(%(ids)s)",
        ids=ids,
    )


def snooze(actor: Actor, ids: Sequence[int], until: datetime) -> None:
    """Out of the inbox until a moment; then it stands there as new."""
    _one_by_one(actor, f"stands_at = %(until)s, {_UNREAD}", "done_at is null", ids, until=until)


def put_back(actor: Actor, ids: Sequence[int]) -> None:
    """Into the inbox, where it stood: what was done, and what was put off and has not come back yet."""
    back = "done_at = null, stands_at = case when stands_at > now() then at else stands_at end"
    _write(actor, back, "(done_at is not null or stands_at > now()) and id = any(%(ids)s)", ids=ids)


def _one_by_one(actor: Actor, what: str, which: str, ids: Sequence[int], **values: Any) -> None:
    """Each by a statement of its own, so that it sees what became of its twins."""
    for id in ids:
        _write(actor, what, f"{which} and id = any(%(ids)s)", ids=[id], **values)


def _write(actor: Actor, what: str, which: str, **values: Any) -> None:
    with connection.cursor() as cursor:  # the xid tells the person's other pages
        cursor.execute(
            f"update kernel_notice mine set {what}, xid = pg_current_xact_id() where person_id = %(person)s and {which}",
            {"person": actor.person, **values},
        )
