"""The promises of a record beside it, late ones in red; and the button that makes a promise of what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.collaboration.promises.promise.entity import promise as described
from concerto.collaboration.promises.promise.model import Promise, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.notices.reading import title_of
from concerto.kernel.pages.panels import Added, Line, Offer, Panel, adds_to_timelines, panel
from concerto.kernel.pages.record.entries import Entry
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query

SHOWN = 5
BEGINNING = 400  # characters of an entry that a promise begins with


@dataclass(frozen=True)
class Owed:
    """An open promise as it is drawn; `about` is the record it stands on, where that is not the page's."""

    promise: Promise
    address: str
    owner: str
    is_late: bool


def owed(actor: Actor, promise: Promise, now: datetime) -> Owed:
    address, late = record_address(described, promise.pk), bool(promise.due and promise.due < now)
    return Owed(promise, address, title_of(actor, promise.owner), late)


@panel(on=None)
def promises(look: Look) -> Panel | None:
    """The open ones, the longest overdue first."""
    if not described.can_be_attached_to(look.entity) or not may(look.actor, described, Act.READ):
        return None
    found = _of(look.actor, look.entity).rows(id=look.record.pk) if look.has(described) else []
    now = timezone.now()
    told = [owed(look.actor, each, now) for each in found[:SHOWN]]
    return Panel(
        "promises",
        described.plural,
        [Line(each.promise.what, each.address) for each in told],
        Count(len(told), exact=len(found) <= SHOWN),
        all=list_address(described, filter=f'subject = "{look.code}"'),
        add=new_promise(look) if may(look.actor, described, Act.CREATE) else "",
        add_label=_("Write down a promise"),
        template="promises/beside.html" if told else "",
        shown=told,
    )


@kept
def _of(actor: Actor, entity: Entity) -> QuerySet[Promise]:
    rows = visible_to(actor, Promise, above=entity).filter(prefix=entity.prefix, number=Slot("id"), state=State.OPEN)
    rows = rows.select_related("owner").defer("search", "owner__search")
    return rows.order_by("due", "pk")[: SHOWN + 1]


@adds_to_timelines
def make_it_a_promise(look: Look, entries: Sequence[Entry]) -> Added:
    """What was said may be a promise: its words fill in the form."""
    if not described.can_be_attached_to(look.entity) or not may(look.actor, described, Act.CREATE):
        return Added()
    return Added(offers={entry.id: [_offer(look, entry)] for entry in entries if entry.noun.entry and entry.body})


def _offer(look: Look, entry: Entry) -> Offer:
    words = " ".join(entry.body.split())[:BEGINNING]
    address = new_promise(look, what=words, origin=entry.noun.code(entry.record.pk))
    return Offer(_("Make it a promise"), described.icon, address)


def new_promise(look: Look, **more: str) -> str:
    """The form of a promise about this record, made by the reader."""
    return with_query(new_address(described), subject=look.code, maker=look.actor.person, back=look.address, **more)
