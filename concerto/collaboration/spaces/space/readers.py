"""What follows a step of a space: its members are told that it is closed. And what opens one: a hand-off taken up as a project."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.collaboration.spaces.member.model import Part, SpaceMember
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send

TAKES_UP = ("accept", "decide")


@reader("collaboration.spaces-closed")
def tell_members(lines: Sequence[Entry]) -> None:
    """Everybody in it but whoever closed it."""
    closed = {line.record: line for line in lines if line.entity == "space" and line.verb == "close"}
    members = SpaceMember.everything.filter(space__in=closed, trashed_at=None) if closed else []
    send(
        "space-closed",
        [
            Notification(person, "space", space, closed[space].id, closed[space].actor)
            for space, person in sorted((each.space_id, each.person_id) for each in members)
            if person != closed[space].actor
        ],
    )


@reader("collaboration.projects")
def open_for_projects(lines: Sequence[Entry]) -> None:
    """A hand-off of the mode “project” that somebody does from now on has a space, once: also where it is taken up again."""
    taken = {line.record: line.id for line in lines if line.entity == "handoff" and line.verb in TAKES_UP}
    if not taken:
        return
    found = Handoff.everything.filter(pk__in=taken, mode=Mode.PROJECT, accepted_at__isnull=False, spaces=None)
    for handoff in found.order_by("pk"):
        _open(handoff, taken[handoff.pk])


def _open(handoff: Handoff, because: int) -> None:
    """Whoever directs it owns the space, both sides belong to it, and what was handed over is linked."""
    actor = SYSTEM.doing("create").following(because)
    owner = handoff.director_id or handoff.receiver_id
    space = add(
        actor, Space(name=handoff.title[:120], goal=handoff.about or handoff.title, owner_id=owner, handoff=handoff)
    )
    parts = {handoff.giver_id: Part.MEMBER, handoff.receiver_id: Part.MEMBER, owner: Part.LEAD}
    for person, part in parts.items():
        if person:
            add(actor, SpaceMember(space=space, person_id=person, part=part))
    add(actor, LinkedRecord(space=space, subject=handoff.subject))
