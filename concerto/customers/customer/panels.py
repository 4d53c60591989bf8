"""The family of a customer: what it belongs to, and what belongs to it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.customers.customer.entity import customer as described
from concerto.customers.customer.model import Customer
from concerto.kernel.pages.panels import Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.related import add_address, line_of, linked_rows
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.ui.sight import sight_of


@panel(on=Customer, instead_of=[Customer.parent])
def family(look: Look) -> Panel | None:
    """Subsidiaries, or whoever belongs to this customer. A private person is not asked for any."""
    parent = described.at(Customer.parent)
    if parent.id not in look.sight.fields or look.sight.is_masked(parent):
        return None
    rows, count = linked_rows(look, described, parent)
    if not rows and described.is_person(look.record):
        return None
    sight = sight_of(look.actor, described)
    return Panel(
        "family",
        _("Subsidiaries"),
        [line_of(sight, parent, row) for row in rows],
        count,
        all=list_address(described, filter=f"parent = {look.code}"),
        add=add_address(look, described, parent),
        add_label=_("Add a subsidiary"),
    )
