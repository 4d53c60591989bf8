"""What a till asks first: who is it, by card, phone or code, and what do they have?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.customers.contact_point.entity import contact_point
from concerto.customers.membership.coupon.model import Coupon
from concerto.customers.membership.member.model import Member
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.schemas import ID, TEXT, Schema, or_null, some, thing
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, meant
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.query.language import Unclear
from concerto.kernel.search.everywhere import search

MOST = 20  # members answered: whoever types less than a whole number finds many
SHORTEST, LONGEST = 4, 60
TOLD = ("number", "customer", "programme", "level", "balance", "expiring", "expires_on", "since", "left_at")
OF_COUPONS = ("number", "kind", "expires_on")


def look_up(call: NounCall) -> HttpResponse:
    """`{"by": "138 1234 5678"}` → the members meant, each with the coupons that are open."""
    given = body(call.request)
    by = given.get("by")
    if given.keys() != {"by"} or not isinstance(by, str) or not SHORTEST <= len(by.strip()) <= LONGEST:
        raise Unclear(_('The body is {"by": "…"}: a card number, a phone number or a code of 4 to 60 characters.'))
    members = found(call.actor, by.strip())
    coupons = visible_to(call.actor, Coupon).filter(customer__in={each.customer_id for each in members})
    still_good = list(
        coupons.filter(redeemed_at=None, cancelled_at=None, expires_on__gte=today()).order_by("expires_on", "pk")
    )
    return answer({"members": [told(call.actor, each, still_good) for each in members]})


def found(actor: Actor, by: str) -> list[Member]:
    """Members with this card, of the customer with this code or coupon, or of one who is reached at this number."""
    rows = visible_to(actor, Member).defer("search").order_by(F("left_at").desc(nulls_first=True), "pk")
    noun, id = meant(by.upper()) or (None, 0)
    if noun and id <= LARGEST_ID and noun.id in ("member", "customer"):
        return list(rows.filter(pk=id) if noun.id == "member" else rows.filter(customer=id))[:MOST]
    coupons = (
        visible_to(actor, Coupon).filter(number=by.upper()) if "number" in readable(actor, entity_of(Coupon)) else ()
    )
    holders = {coupon.customer_id for coupon in coupons}
    card = Q(number=by) if "number" in readable(actor, entity_of(Member)) else Q(pk__in=[])
    return list(rows.filter(card | Q(customer__in=holders))[:MOST]) or list(
        rows.filter(customer__in=reached_at(actor, by))[:MOST]
    )


def reached_at(actor: Actor, by: str) -> set[int]:
    """Customers with a contact point that these digits or words find."""
    return {hit.record.customer_id for hit in search(actor, by, within=[contact_point], most=MOST)}  # type: ignore[attr-defined]  # a contact point


def told(actor: Actor, member: Member, coupons: Iterable[Coupon]) -> dict[str, Any]:
    own = [values(actor, coupon, OF_COUPONS) for coupon in coupons if coupon.customer_id == member.customer_id]
    return values(actor, member, TOLD) | {"coupons": own}


def values(actor: Actor, record: Record, ids: Iterable[str]) -> dict[str, Any]:
    """Id, code and these fields, as far as the actor may read them."""
    entity = entity_of(record)
    known = readable(actor, entity)
    return {"id": record.pk, "code": entity.code(record.pk)} | {id: known[id].dump(record) for id in ids if id in known}


def body_schema() -> Schema:
    by = {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST}
    return thing({"by": by}, examples=[{"by": "138 1234 5678"}])


def result_schema() -> Schema:
    return thing(
        {"members": some(_schema(Member, TOLD, {"coupons": some(_schema(Coupon, OF_COUPONS, {}, []))}, ["coupons"]))}
    )


def _schema(model: type[Record], ids: Iterable[str], more: dict[str, Schema], needed: list[str]) -> Schema:
    fields = entity_of(model).fields
    return thing(
        {"id": ID, "code": TEXT} | {id: _of(fields[id]) for id in ids} | more, required=["id", "code", *needed]
    )


def _of(field: Field) -> Schema:
    return or_null(field.kind.schema(field))


also(
    Member,
    Operation(
        "lookup", "POST", "/lookup", _("Find members at a till"), look_up, (Act.READ,), "members",
        body=body_schema, result=result_schema,
    ),
)  # fmt: skip
