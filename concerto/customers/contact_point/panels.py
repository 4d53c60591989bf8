"""How to reach a customer: the main ways first, each to be used by one press."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from concerto.customers.contact_point.entity import contact_point
from concerto.customers.contact_point.model import Consent, ContactPoint, Medium
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.related import add_address
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, record_address

SHOWN = 8
ICONS = {
    Medium.MOBILE: "phone", Medium.PHONE: "phone-call", Medium.EMAIL: "mail", Medium.WECHAT: "brand-wechat",
    Medium.WECOM: "message-2", Medium.ADDRESS: "map-pin", Medium.WEB: "world",
}  # fmt: skip
CALLS = {Medium.MOBILE: "tel:", Medium.PHONE: "tel:", Medium.EMAIL: "mailto:"}


@panel(on=Customer, instead_of=[ContactPoint.customer], place=Place.FACTS)
def ways_to_reach(look: Look) -> Panel | None:
    """Contact points; whoever refused to be contacted is shown so, and cannot be called from here."""
    known = readable(look.actor, contact_point)
    if not {"customer", "medium", "value"} <= known.keys():
        return None
    found = _points(look.actor).rows(customer=look.record.pk)
    return Panel(
        "contact-points",
        contact_point.plural,
        [line(point, with_note="note" in known) for point in found[:SHOWN]],
        Count(len(found[:SHOWN]), exact=len(found) <= SHOWN),
        all=list_address(contact_point, filter=f"customer = {look.code}"),
        add=add_address(look, contact_point, contact_point.fields["customer"]),
        add_label=_("Add a contact point"),
    )


@kept
def _points(actor: Actor) -> QuerySet[ContactPoint]:
    points = visible_to(actor, ContactPoint).filter(customer=Slot("customer"))
    return points.order_by("-primary", "pk").defer("search")[: SHOWN + 1]


def line(point: ContactPoint, *, with_note: bool) -> Line:
    refused = point.consent == Consent.REFUSED
    scheme = CALLS.get(Medium(point.medium), "")
    return Line(
        point.value,
        record_address(contact_point, point.pk),
        icon=ICONS[Medium(point.medium)],
        end=_("no contact") if refused else point.note if with_note else "",
        call=f"{scheme}{point.value}" if scheme and not refused else "",
        faded=refused,
    )
