"""What follows from who belongs to a space: it is open to them, and they learn that they were asked in."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.collaboration.opened import PERSON, keep_open
from concerto.collaboration.spaces.member.model import Part, SpaceMember
from concerto.collaboration.spaces.space.entity import space as described
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.grant.model import Level
from concerto.kernel.actions.standard import CREATE, RESTORE
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send

SOON = 0.1  # seconds: who was asked in looks at once


@reader("collaboration.spaces", within=SOON)
def open_to_members(lines: Sequence[Entry]) -> None:
    """Each space of which a membership changed, once."""
    changed = [line for line in lines if line.entity == "space-member"]
    members = SpaceMember.everything.in_bulk({line.record for line in changed}) if changed else {}
    for space, because in {
        members[line.record].space_id: line.id for line in changed if line.record in members
    }.items():
        keep_open(SYSTEM.doing("open").following(because), described, space, levels_of(space))
    told = [
        (members[line.record], line) for line in changed if line.verb in (CREATE, RESTORE) and line.record in members
    ]
    send(
        "space-joined",
        [
            Notification(member.person_id, "space", member.space_id, line.id, line.actor)
            for member, line in told
            if member.trashed_at is None and member.person_id != line.actor
        ],
    )


def levels_of(space: int) -> dict[tuple[str, int], str]:
    """What members may do: guests look, the others work in it."""
    rows = SpaceMember.everything.filter(space=space, trashed_at=None).values_list("person", "part")
    return {(PERSON, person): Level.READ if part == Part.GUEST else Level.EDIT for person, part in rows}
