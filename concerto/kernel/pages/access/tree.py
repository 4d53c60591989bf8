"""Records that are part of one another, as an indented list: departments, who reports to whom, companies of a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from concerto.kernel.access.rights import may, readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.sight import sight_of

MOST = 1000  # records that are drawn; a larger tree is read from its records


@dataclass(frozen=True)
class Branch:
    """A record and what is part of it."""

    record: Record
    title: str
    below: tuple[Branch, ...]


def branching(entity: Entity) -> Field | None:
    """The link by which records of a noun are part of one another."""
    return next((link for link in entity.links if link.tree), None)


@page("GET")
def tree(request: Asking, entity: Entity) -> HttpResponse:
    """The whole tree as far as the actor sees it; what hangs below something unseen begins a tree of its own."""
    link = branching(entity)
    if not may(request.actor, entity, Act.READ) or link is None or link.id not in readable(request.actor, entity):
        raise Forbidden()
    rows = list(visible_to(request.actor, entity.model).order_by("sort_key", "pk").defer("search")[: MOST + 1])
    sight = sight_of(request.actor, entity)
    shown = {row.pk: (row, sight.title_of(row)) for row in rows[:MOST]}
    context = {"entity": entity, "link": link, "branches": list(_branches(shown, link)), "more": len(rows) > MOST}
    return answer(request, "access/tree.html", context | {"most": MOST})


def _branches(shown: dict[int, tuple[Record, str]], link: Field) -> Iterator[Branch]:
    below: dict[int, list[int]] = defaultdict(list)
    for id, (row, _title) in shown.items():
        above = link.value(row)
        below[above if above in shown else 0].append(id)

    def grown(id: int) -> Branch:
        return Branch(*shown[id], tuple(map(grown, below[id])))

    return map(grown, below[0])
