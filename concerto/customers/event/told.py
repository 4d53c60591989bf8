"""An event as a program tells it, read strictly: what cannot be understood is refused with its place, the others are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.customers.event.entity import event
from concerto.customers.event_kind.known import known
from concerto.kernel.entity.registry import meant
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import id_in_range

NAMES = UUID("6c1e2a52-0f0e-4c0b-9d4b-6f5d3c1d7a10")  # of what others call events and visitors
KNOWN = frozenset({"id", "kind", "at", "customer", "visitor", "about", "amount", "score", "page", "of"})
LONGEST_NAME = 200
AHEAD = timedelta(hours=24)  # clocks differ; nothing is told from further ahead


@dataclass(frozen=True)
class Told:
    """One event. `given` and `visitor` are what others call it and the visitor, of fixed length; `of` the purchase that a
    refund is of."""

    kind: str
    at: datetime
    customer: int | None = None
    visitor: UUID | None = None
    given: UUID | None = None
    of: UUID | None = None
    what: str = ""
    amount: Decimal | None = None
    score: int | None = None
    page: str = ""


def read(raw: Any, sender: str) -> Told:
    """Read one event of a sender, whose ids are its own. Raises Unreadable."""
    if not isinstance(raw, dict):
        raise Unreadable(_("An event is an object with a kind."))
    if unknown := sorted(map(str, raw.keys() - KNOWN)):
        raise Unreadable(_("An event has no “%(field)s”.") % {"field": unknown[0][:60]})
    return Told(
        kind=_kind(raw.get("kind")),
        at=_at(raw.get("at")),
        customer=_customer(raw.get("customer")),
        visitor=name_of(raw.get("visitor"), "visitor"),
        given=name_of(raw.get("id"), f"event of {sender}"),
        of=name_of(raw.get("of"), f"event of {sender}"),
        **{
            field: _value(raw, asked, field)
            for asked, field in (("about", "what"), ("amount", "amount"), ("score", "score"), ("page", "page"))
        },
    )


def name_of(raw: Any, whose: str) -> UUID | None:
    """What somebody else calls a thing, as a name of fixed length; the same words are the same name."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or len(raw) > LONGEST_NAME:
        raise Unreadable(_("An id is a text of at most %(most)s characters.") % {"most": LONGEST_NAME})
    return uuid5(NAMES, f"{whose} {raw}")


def _kind(raw: Any) -> str:
    if not isinstance(raw, str) or raw not in known():
        raise Unreadable(_("There is no kind of event “%(kind)s”.") % {"kind": str(raw)[:40]})
    return raw


def _at(raw: Any) -> datetime:
    field = event.fields["at"]
    at = field.kind.parse(field, raw)
    now = timezone.now()
    if at is None:
        return now
    if at > now + AHEAD:
        raise Unreadable(_("An event cannot be told before it happens."))
    return at  # type: ignore[no-any-return]  # a moment's kind reads moments


def _customer(raw: Any) -> int | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        return id_in_range(raw)
    found = meant(raw) if isinstance(raw, str) and len(raw) < 25 else None
    if found is None or found[0].id != "customer":
        raise Unreadable(_("A customer is named by an id or a code, as C-00012."))
    return id_in_range(found[1])


def _value(raw: Mapping[str, Any], asked: str, id: str) -> Any:
    field = event.fields[id]
    return field.kind.parse(field, raw.get(asked))
