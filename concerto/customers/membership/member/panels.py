"""A customer's memberships: level and balance of each, what expires next, which coupons are open."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.customers.customer.model import Customer
from concerto.customers.membership.coupon.entity import coupon
from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.member.entity import member as described
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.related import add_address
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, record_address

SHOWN = 5


@panel(on=Customer, instead_of=[Member.customer, Coupon.customer])
def memberships(look: Look) -> Panel | None:
    """Nothing of what the reader may not read; a customer who is no member and has no coupon can become one."""
    lines = [*_members(look), *_coupons(look)]
    add = add_address(look, described, described.fields["customer"])
    if not lines and not add:
        return None
    return Panel(
        "memberships",
        _("Memberships and coupons"),
        lines,
        Count(len(lines), exact=len(lines) < SHOWN),
        all=list_address(described, filter=f"customer = {look.code}"),
        add=add,
        add_label=_("Make it a member"),
    )


def _members(look: Look) -> Iterator[Line]:
    known = readable(look.actor, described)
    shown = {"customer", "programme", "level", "balance", "expiring", "expires_on"} <= known.keys()
    if not shown or not look.has(described):
        return
    for member in _of(look.actor).rows(customer=look.record.pk):
        left = member.left_at is not None
        address = record_address(described, member.pk)
        yield Line(called(member), address, icon="award", note=balance(member), faded=left)
        if words := expiring(member):
            yield Line(words, address, icon="hourglass", faded=True)


def called(member: Member) -> str:
    """The programme, and the member's level in it."""
    programme = entity_of(member.programme).title_of(member.programme)
    if member.level is None:
        return programme
    return _("%(programme)s · %(level)s") % {
        "programme": programme,
        "level": entity_of(member.level).title_of(member.level),
    }


def balance(member: Member) -> str:
    field, points = described.fields["balance"], member.balance or 0
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": field.kind.show(field, points)}


def expiring(member: Member) -> str:
    """What expires next, in words; nothing where nothing does."""
    if not member.expires_on or not member.expiring:
        return ""
    points, day = described.fields["expiring"], described.fields["expires_on"]
    told = {"n": points.kind.show(points, member.expiring), "day": day.kind.show(day, member.expires_on)}
    return ngettext("%(n)s point expires on %(day)s", "%(n)s points expire on %(day)s", member.expiring) % told


def _coupons(look: Look) -> Iterator[Line]:
    known = readable(look.actor, coupon)
    if not {"customer", "kind", "number", "expires_on"} <= known.keys() or not look.has(coupon):
        return
    for each in _open(look.actor).rows(customer=look.record.pk, today=today()):
        until = _("good until %(day)s") % {"day": known["expires_on"].kind.show(known["expires_on"], each.expires_on)}
        yield Line(entity_of(each.kind).title_of(each.kind), record_address(coupon, each.pk), icon="ticket", note=until)


@kept
def _of(actor: Actor) -> QuerySet[Member]:
    rows = visible_to(actor, Member).filter(customer=Slot("customer")).select_related("programme", "level")
    return rows.order_by(F("left_at").desc(nulls_first=True), "pk").defer(
        "search", "programme__search", "level__search"
    )[:SHOWN]


@kept
def _open(actor: Actor) -> QuerySet[Coupon]:
    rows = visible_to(actor, Coupon).filter(customer=Slot("customer"), redeemed_at=None, cancelled_at=None)
    good = rows.filter(expires_on__gte=Slot("today", "date")).select_related("kind")
    return good.order_by("expires_on", "pk").defer("search", "kind__search")[:SHOWN]
