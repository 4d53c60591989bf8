"""Beside a report: its figures and repairs. Beside a cleaning rule: where it is tried. Beside an entry: its field."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.rights import may, seen
from concerto.kernel.entity.policy import Act
from concerto.kernel.overlay.cleaning_rule.model import CleaningRule
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.quality.catalogue.reading import readable_nouns
from concerto.kernel.quality.entry.model import CatalogueEntry
from concerto.kernel.quality.report.model import QualityReport
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import with_query


@panel(on=QualityReport, place=Place.FACTS)
def figures(look: Look) -> Panel | None:
    report = look.record
    assert isinstance(report, QualityReport)
    if report.noun not in {each.id for each in readable_nouns(look.actor)}:
        return None
    lines = [
        Line(_("Figures and faults"), f"{look.address}/figures", icon="heart-rate-monitor"),
        Line(_("Suggested repairs"), f"{look.address}/repairs", icon="wand"),
        Line(_("Catalogue"), with_query("/catalogue", noun=report.noun), icon="book"),
    ]
    return Panel("quality", _("Data quality"), lines, Count(len(lines), exact=True))


@panel(on=CleaningRule, place=Place.FACTS)
def trying(look: Look) -> Panel | None:
    rule = look.record
    if not may(look.actor, look.entity, Act.CREATE):
        return None
    assert isinstance(rule, CleaningRule)
    address = with_query("/cleaning-rules/try", noun=rule.noun, field=rule.field)
    line = Line(_("Try the rules of this field"), address, icon="wand")
    return Panel("trying", _("Test box"), [line], Count(1, exact=True))


@panel(on=CatalogueEntry, place=Place.FACTS)
def in_catalogue(look: Look) -> Panel | None:
    entry = look.record
    assert isinstance(entry, CatalogueEntry)
    entity = next((each for each in readable_nouns(look.actor) if each.id == entry.noun), None)
    if entity is None or (entry.field and entry.field not in seen(look.actor, entity)):
        return None
    address = f"/catalogue/{entry.noun}/{entry.field}" if entry.field else with_query("/catalogue", noun=entry.noun)
    line = Line(_("In the catalogue, with where it is used"), address, icon="book")
    return Panel("catalogue", _("Catalogue"), [line], Count(1, exact=True))
