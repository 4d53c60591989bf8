"""Ties as one reads them from either side: on a person's page where he works, on the organisation's who works there."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer
from concerto.customers.relation.entity import relation
from concerto.customers.relation.model import Relation, Tie
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.related import add_address
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot, among
from concerto.kernel.ui.addresses import list_address, record_address

SHOWN, COUNTED = 8, 100
FROM_THE_OTHER: Mapping[str, Label] = {
    Tie.WORKS_AT: gettext_lazy("works here"),
    Tie.PARTNER_OF: Tie.PARTNER_OF.label,
    Tie.HOUSEHOLD: Tie.HOUSEHOLD.label,
    Tie.REFERRED: gettext_lazy("was referred from here"),
}


@panel(on=Customer, instead_of=[Relation.customer, Relation.other])
def people_and_ties(look: Look) -> Panel | None:
    """Whom this customer is tied to, and who to it; only ties whose other end the reader may see."""
    known = readable(look.actor, relation)
    if not {"customer", "other", "tie"} <= known.keys():
        return None
    here = look.record.pk
    any_at_all = look.has(relation, known["customer"]) or look.has(relation, known["other"])
    ties = sorted(_tied(look.actor).rows(here=here), key=by_tie) if any_at_all else []
    ids = [far_end(tie, here) for tie in ties]
    far = {row.pk: row for row in _far(look.actor).rows(ids=ids)} if ids else {}
    told = [tie for tie in ties if far_end(tie, here) in far]
    return Panel(
        "relations",
        _("People and ties"),
        [line(look, tie, far[far_end(tie, here)], part="part" in known) for tie in told[:SHOWN]],
        Count(len(told), exact=len(ties) < COUNTED),
        all=list_address(relation, filter=f"customer = {look.code} or other = {look.code}"),
        add=add_address(look, relation, relation.fields["customer"]),
        add_label=_("Add a relation"),
    )


@kept
def _tied(actor: Actor) -> QuerySet[Relation]:
    here = Slot("here")
    tied = visible_to(actor, Relation).filter(Q(customer=here) | Q(other=here))
    return tied.order_by("pk").defer("search")[:COUNTED]


@kept
def _far(actor: Actor) -> QuerySet[Customer]:
    return visible_to(actor, Customer).filter(among("ids")).defer("search")


def far_end(tie: Relation, here: int) -> int:
    """The id of the customer at the other end."""
    return int(tie.other_id if tie.customer_id == here else tie.customer_id)


def by_tie(tie: Relation) -> int:
    """Work first, then partners, households and who referred whom, as the ties are declared."""
    return Tie.values.index(tie.tie)


def line(look: Look, tie: Relation, far: Customer, *, part: bool) -> Line:
    words = Tie(tie.tie).label if tie.customer_id == look.record.pk else FROM_THE_OTHER[tie.tie]
    note = _("%(tie)s · %(part)s") % {"tie": words, "part": tie.part} if part and tie.part else str(words)
    return Line(look.sight.title_of(far), record_address(customer, far.pk), record=far, note=note)
