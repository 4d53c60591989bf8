"""A customer in a few lines: where, how much, what, how recently; and what was done lately, one line a kind."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.customers.customer.model import Customer
from concerto.customers.event.entity import event
from concerto.customers.event.lately import Lately, lately
from concerto.customers.event.model import Event
from concerto.kernel.access.rights import readable
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import list_address

ICONS = {
    "purchase": "coin", "refund": "arrow-back-up", "review": "star", "check-in": "map-pin", "registration": "calendar-plus",
    "late-delivery": "truck-delivery", "complaint": "alert-circle", "mail-click": "mail-opened", "sign-in": "login",
    "page-view": "eye", "product-view": "eye", "cart": "package",
}  # fmt: skip
BARS = "▁▂▃▄▅▆▇█"


@panel(on=Customer, instead_of=[Event.customer])
def behaviour(look: Look) -> Panel | None:
    """Nothing where nothing was told, or its kind and moment are out of the reader's sight."""
    known = readable(look.actor, event)
    if not {"customer", "kind", "at"} <= known.keys() or not look.has(event):
        return None
    found = lately(look.actor, look.record.pk)
    if not found.kinds:
        return None
    lines = [*(persona(look, found) if {"amount", "what"} <= known.keys() else ()), *done(look, found)]
    total = sum(each.count for each in found.kinds)
    all = list_address(event, filter=f"customer = {look.code}", sort="-at")
    return Panel("behaviour", _("Behaviour in the last year"), lines, Count(total, exact=True), all=all)


def persona(look: Look, found: Lately) -> Iterator[Line]:
    """City, monthly spending with a small picture of twelve months, favourite, and how long ago the last purchase was."""
    bought = found.by_kind.get("purchase")
    if bought is None:
        return
    purchases = list_address(event, filter=f"customer = {look.code} and kind = purchase", sort="-at")
    money = event.fields["amount"]
    each = money.kind.show(money, round(found.each_month))
    days = (timezone.now() - bought.last).days
    ago = ngettext("last bought %(n)s day ago", "last bought %(n)s days ago", days) % {"n": days}
    city = look.sight.fields.get("city")
    place = city.value(look.record) if city and not look.sight.is_masked(city) else ""
    monthly = _("about %(amount)s a month") % {"amount": each}
    yield Line(_(", ").join(filter(None, (place, monthly))), purchases, icon="user-check", note=bars(found))
    yield Line(found.favourite or ago, purchases, icon="star", note=ago if found.favourite else "")


def bars(found: Lately) -> str:
    """Twelve months of purchases, each a bar."""
    now = timezone.localdate()
    months = [
        f"{(at := now.year * 12 + now.month - 1 - back) // 12:04d}-{at % 12 + 1:02d}" for back in range(11, -1, -1)
    ]
    spent = [max(0, found.spent.get(month, 0)) for month in months]
    top = max(*spent, 1)
    return "".join(BARS[int(each * (len(BARS) - 1) / top)] for each in spent)


def done(look: Look, found: Lately) -> Iterator[Line]:
    kind = event.fields["kind"]
    for each in found.kinds:
        address = list_address(event, filter=f"customer = {look.code} and kind = {each.kind}", sort="-at")
        when = event.fields["at"].kind.show(event.fields["at"], each.last)
        yield Line(
            kind.kind.show(kind, each.kind),
            address,
            icon=ICONS.get(each.kind, "activity"),
            note=when,
            end=f"× {each.count}",
        )
