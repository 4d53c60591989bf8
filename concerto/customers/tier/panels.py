"""Why a customer has its tier, and what we do for such customers."""

from __future__ import annotations

from functools import cache

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from concerto.customers.customer.model import Customer
from concerto.customers.tier.entity import tier
from concerto.customers.tier.model import TierByRule, TierPolicy
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Kept, Slot
from concerto.kernel.ui.addresses import list_address, record_address


@panel(on=Customer)
def why_this_tier(look: Look) -> Panel | None:
    """Nothing where no policy speaks of the tier, or the reader may not see it."""
    field = look.sight.fields.get("tier")
    if field is None or look.sight.is_masked(field) or not (grade := field.value(look.record)):
        return None
    given = _given().first(customer=look.record.pk, grade=grade)
    named = given.policy_id if given else None
    policy = _named(look.actor).first(id=named) if named else _at_work(look.actor).first(grade=grade)
    if policy is None:
        return None
    why = (
        _("by rule since %(day)s") % {"day": date_format(given.since, "SHORT_DATE_FORMAT")}
        if given
        else _("chosen by hand")
    )
    lines = [Line(tier.title_of(policy), record_address(tier, policy.pk), icon="chart-bar", note=why)]
    lines += [
        Line(words, record_address(tier, policy.pk), icon=icon, note=str(label))
        for icon, label, words in duties(policy)
    ]
    return Panel("tier", _("Why this tier"), lines, Count(len(lines), exact=True), all=list_address(tier))


@cache
def _given() -> Kept[TierByRule]:
    return Kept(TierByRule.objects.filter(customer=Slot("customer"), grade=Slot("grade", "text"))[:1])


@kept
def _named(actor: Actor) -> QuerySet[TierPolicy]:
    return visible_to(actor, TierPolicy).filter(pk=Slot("id"))


@kept
def _at_work(actor: Actor) -> QuerySet[TierPolicy]:
    return visible_to(actor, TierPolicy).filter(grade=Slot("grade", "text"), active=True).order_by("place", "pk")[:1]


def duties(policy: TierPolicy) -> list[tuple[str, object, str]]:
    """Sign, label and words of each thing we do for such customers."""
    signs = {"served_by": "users", "promise": "clock", "channel": "message-2", "discount": "percentage"}
    fields = ((sign, tier.fields[id]) for id, sign in signs.items())
    return [
        (sign, field.label, field.kind.show(field, value)) for sign, field in fields if (value := field.value(policy))
    ]
