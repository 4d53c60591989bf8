"""How deals against a competitor ended: counts that lead to the deals themselves."""

from __future__ import annotations

from django.db.models import Count as Counted
from django.utils.translation import gettext as _

from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.ui.looks import number
from concerto.sales.competitor.model import Competitor
from concerto.sales.opportunity.entity import opportunity
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.stage.known import known
from concerto.sales.stage.model import Kind

ICONS = {Kind.WON: "award", Kind.LOST: "circle-x", Kind.OPEN: "briefcase"}


@panel(on=Competitor, instead_of=[Opportunity.competitor])
def deals_against(look: Look) -> Panel | None:
    """Won, lost and open, of the deals that the reader may see; nothing for whoever may not know of deals."""
    if not {"competitor", "stage"} <= readable(look.actor, opportunity).keys():
        return None
    rows = visible_to(look.actor, Opportunity).filter(competitor=look.record.pk).order_by()
    by_stage = dict(rows.values_list("stage").annotate(number=Counted("pk")))
    labels = {Kind.WON: _("Won against them"), Kind.LOST: str(Kind.LOST.label), Kind.OPEN: str(Kind.OPEN.label)}
    lines = [_line(look, kind, label, by_stage) for kind, label in labels.items()]
    whole = list_address(opportunity, filter=f"competitor = {look.code}")
    total = Count(sum(by_stage.values()), exact=True)
    return Panel("deals", _("Deals against them"), [line for line in lines if line], total, all=whole)


def _line(look: Look, kind: Kind, label: str, by_stage: dict[str, int]) -> Line | None:
    keys = [key for key, stage in known().items() if stage.kind == kind]
    count = sum(by_stage.get(key, 0) for key in keys)
    if not count:
        return None
    asked = f"competitor = {look.code} and stage in ({', '.join(keys)})"
    return Line(label, list_address(opportunity, filter=asked), icon=ICONS[kind], end=number(count))
