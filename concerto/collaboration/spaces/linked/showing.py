"""The records that a space or a meeting is about, as one reader may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.spaces.linked.entity import linked_record
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, meant
from concerto.kernel.pages.panels import Line
from concerto.kernel.pages.record.look import text_of
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import sight_of

MOST = 50


def links_of(actor: Actor, where: Space | Meeting) -> tuple[Sequence[LinkedRecord], int]:
    """The links whose records the reader may see, and how many more there are: of those nobody learns anything but that."""
    here = {entity_of(where).id: where.pk}
    seen = list(visible_to(actor, LinkedRecord).filter(**here).defer("search").order_by("pk")[:MOST])
    return seen, LinkedRecord.everything.filter(**here, trashed_at=None).count() - len(seen)


def lines_of(actor: Actor, links: Sequence[LinkedRecord]) -> list[Line]:
    """Each record by its title, with where it is on its way; under it why it is here."""
    wanted: dict[Entity, dict[int, LinkedRecord]] = defaultdict(dict)
    for each in links:
        if above := meant(each.subject):
            wanted[above[0]][above[1]] = each
    lines: list[Line] = []
    for entity, about in wanted.items():
        rows = list(visible_to(actor, entity.model).filter(pk__in=about).defer("search").order_by("pk"))
        lines += [_line(actor, entity, row, about[row.pk]) for row in rows]
    return lines


def _line(actor: Actor, entity: Entity, row: Record, link: LinkedRecord) -> Line:
    sight = sight_of(actor, entity)
    state = entity.fields.get("state") or entity.steps
    end = text_of(sight, state, row) if state and state.id in sight.fields else ""
    return Line(sight.title_of(row), record_address(entity, row.pk), icon=entity.icon, note=link.note, end=end)


def link_address(link: LinkedRecord) -> str:
    return record_address(linked_record, link.pk)
