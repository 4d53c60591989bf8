"""Who plays which part in a deal, those who decide first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look, text_of
from concerto.kernel.pages.record.related import add_address, linked_rows
from concerto.kernel.ui.addresses import list_address, record_address
from concerto.kernel.ui.sight import Sight, sight_of
from concerto.sales.buying_role.entity import buying_role
from concerto.sales.buying_role.model import BuyingRole, Part
from concerto.sales.opportunity.model import Opportunity

ICONS = {
    Part.DECIDES: "gavel",
    Part.PAYS: "coin-yuan",
    Part.USES: "user",
    Part.INFLUENCES: "speakerphone",
    Part.BLOCKS: "hand-grab",
}


@panel(on=Opportunity, instead_of=[BuyingRole.opportunity])
def people_who_buy(look: Look) -> Panel | None:
    """Everybody whom somebody named; nothing for whoever may not know of them."""
    link = buying_role.at(BuyingRole.opportunity)
    sight = sight_of(look.actor, buying_role)
    if link.id not in sight.fields:
        return None
    rows, count = linked_rows(look, buying_role, link)
    lines = [_line(sight, row) for row in sorted(rows, key=lambda row: Part.values.index(row.part))]
    whole = list_address(buying_role, filter=f"opportunity = {look.code}")
    add = add_address(look, buying_role, link)
    return Panel("buying-roles", _("Who buys"), lines, count, all=whole, add=add, add_label=_("Add a person"))


def _line(sight: Sight, row: BuyingRole) -> Line:
    """The person, what part that one plays, and how they stand to us."""
    person, part, attitude, note = (
        text_of(sight, buying_role.at(each), row)
        for each in (BuyingRole.person, BuyingRole.part, BuyingRole.attitude, BuyingRole.note)
    )
    said = f"{part} · {note}" if note else part
    return Line(person, record_address(buying_role, row.pk), icon=ICONS[Part(row.part)], note=said, end=attitude)
