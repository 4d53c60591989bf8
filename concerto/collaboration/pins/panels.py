"""What is pinned, above a timeline, and the button that pins beside each of its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from concerto.collaboration.matters import talked_about
from concerto.collaboration.pins.model import Pin
from concerto.collaboration.pins.pinning import may_pin, may_unpin
from concerto.kernel.journal.model import Entry as Line
from concerto.kernel.notices.reading import title_of
from concerto.kernel.pages.panels import Added, Drawing, Offer, adds_to_timelines
from concerto.kernel.pages.record.entries import Entry, entries_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.statements.kept import Kept, Slot
from concerto.kernel.timeline.telling import told


@dataclass(frozen=True)
class Pinned:
    """`way` leads to the entry where it is on the page; `down` is what takes the pin away, None for who may not."""

    entry: Entry
    who: str
    way: str
    down: Offer | None


@adds_to_timelines
def pins(look: Look, entries: Sequence[Entry]) -> Added:
    """One query for the pins of a record; what they are about is read only where there are any."""
    if not talked_about(look.entity):
        return Added()
    kept = _of(look)
    offers = {entry.id: [_offer(look, entry, kept)] for entry in entries} if may_pin(look.actor, look.entity) else {}
    head = _told(look, kept) if kept else []
    return Added(Drawing("talk/pins.html", head) if head else None, offers)


def _of(look: Look) -> Sequence[Pin]:
    return _pins().rows(entity=look.entity.id, record=look.record.pk)


@cache
def _pins() -> Kept[Pin]:
    rows = Pin.objects.filter(entity=Slot("entity", "text"), record=Slot("record")).select_related("by")
    return Kept(rows.defer("by__search").order_by("-at", "-pk"))


def _told(look: Look, kept: Sequence[Pin]) -> Sequence[Pinned]:
    """As far as the reader may know of what was pinned."""
    lines = {line.id: line for line in Line.objects.filter(id__in=[pin.line for pin in kept])}
    happenings = told(look.actor, [lines[pin.line] for pin in kept if pin.line in lines], root=look.record)
    entries = {entry.id: entry for entry in entries_of(look, happenings)}
    return [_pinned(look, pin, entries[pin.line]) for pin in kept if pin.line in entries]


def _pinned(look: Look, pin: Pin, entry: Entry) -> Pinned:
    down = _down(look, pin) if may_unpin(look, pin) else None
    way = f"#{pin.noun}-{pin.number}" if pin.noun == "comment" else f"#line-{pin.line}"
    return Pinned(entry, title_of(look.actor, pin.by) if pin.by else "", way, down)


def _offer(look: Look, entry: Entry, kept: Sequence[Pin]) -> Offer:
    written = bool(entry.noun.entry)
    about = (entry.noun.id, entry.record.pk)
    pin = next(
        (each for each in kept if each.line == entry.id or (written and (each.noun, each.number) == about)), None
    )
    if pin:
        return _down(look, pin)
    what = f"{about[0]}:{about[1]}" if written else f"line:{entry.id}"
    return Offer(_("Pin to the top"), "pin", f"{look.address}/pin", {"what": what})


def _down(look: Look, pin: Pin) -> Offer:
    return Offer(_("Unpin"), "pinned-off", f"{look.address}/pin", {"down": str(pin.pk)}, pressed=True)
