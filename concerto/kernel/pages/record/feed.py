"""The timeline of a record page: its first entries, those that come as one reads on, and those of one noun alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import Http404, HttpResponse

from concerto.kernel.access.rights import may
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities
from concerto.kernel.entity.shapes import Shapes, current
from concerto.kernel.pages.panels import Added, Drawing, added_to, entries_drawn
from concerto.kernel.pages.record.entries import Day, days_of, first_rows
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.timeline.reading import PAGE, timeline
from concerto.kernel.ui.addresses import with_query

AT_A_GLANCE = 4  # nouns beside “All”
LINES = 100  # of the journal that are read for PAGE rows: those that are alike fold into one


@dataclass(frozen=True)
class Feed:
    """Entries under their days. `nouns` may be chosen among, `only` is the one chosen; `more` asks for what came before;
    `heads` stand above them."""

    days: list[Day]
    heads: list[Drawing]
    nouns: list[Entity]
    only: str
    address: str
    more: str

    @property
    def first(self) -> list[Entity]:
        """Those to choose among at a glance: few enough for a line."""
        return self.nouns[:AT_A_GLANCE] if len(self.nouns) > AT_A_GLANCE + 1 else self.nouns

    @property
    def others(self) -> list[Entity]:
        return self.nouns[len(self.first) :]


def feed_of(look: Look, *, only: str = "", before: str = "") -> Feed:
    """A stretch of the timeline, the newest first."""
    nouns = nouns_on(look)
    if only and only not in {noun.id for noun in nouns}:
        raise Http404
    stretch = timeline(look.actor, look.record, before=before, limit=LINES, nouns=(only,) if only else ())
    address = f"{look.address}/timeline"
    days, end = first_rows(days_of(look, stretch.happenings), PAGE)
    end = end or stretch.next or ""
    added = added_to(look, [entry for day in days for entry in day.entries])
    days = [_offering(day, added) for day in days]
    return Feed(
        days,
        [each.head for each in added if each.head],
        nouns,
        only,
        address,
        with_query(address, only=only, before=end) if end else "",
    )


def _offering(day: Day, added: Iterable[Added]) -> Day:
    offers = {entry.id: tuple(one for each in added for one in each.offers.get(entry.id, ())) for entry in day.entries}
    return replace(day, entries=[replace(entry, offers=offers[entry.id]) for entry in day.entries])


def nouns_on(look: Look) -> list[Entity]:
    """The nouns that this timeline can speak of: those that are written on it first, its own changes last.
    What is only worked out writes no lines."""
    return [each for each in _spoken_of(current(), look.entity) if may(look.actor, each, Act.READ)]


@lru_cache(maxsize=512)
def _spoken_of(_shapes: Shapes, entity: Entity) -> Sequence[Entity]:
    """The same whoever reads, settled once for the nouns that there are."""
    below = [each for each in entities() if belongs_to(each, entity)]
    below += [
        each
        for each in entities()
        if not each.aside and any(belongs_to(each, one) for one in below) and each not in below
    ]
    followers = (each for each in below if each.written)
    return [*sorted(followers, key=lambda each: (not each.entry, not entries_drawn(each))), entity]


def belongs_to(entity: Entity, other: Entity) -> bool:
    """Whether lines about records of a noun can stand on the timeline of another's."""
    if entity.attached:
        return entity.can_be_attached_to(other)
    return entity.follows is not None and entity.follows.target is other.model


@page("GET")
def entries(request: Asking, entity: Entity, id: int) -> HttpResponse:
    """The list of entries afresh, or with `?before=` those that follow it."""
    look = look_at(request.actor, entity, id)
    before = request.GET.get("before", "")
    feed = feed_of(look, only=request.GET.get("only", ""), before=before)
    return answer(request, "record/more.html" if before else "record/entries.html", {"look": look, "feed": feed})
